using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Executions;
using RedisScheduler.Storage.Columns;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Storage.Migrations;

namespace RedisScheduler.Storage.Tests.Migrations;

public sealed class MigrationsTests(string databaseName) : StoreFixture(databaseName)
{
    [Test]
    public async Task Each_is_noted_once_and_a_second_start_applies_none()
    {
        await Get<IMigrations>().ApplyAsync(None);

        var versions = await Get<Database>()
            .ReadAsync(session => session.ListAsync<long>("SELECT version FROM schema_versions ORDER BY version"), None);
        Assert.That(versions, Is.EqualTo(Migrator.Files(Get<Database>().Dialect.Name).Select(file => file.Version)).And.Not.Empty);
    }

    [Test]
    public async Task Several_processes_may_start_at_once()
    {
        await using var empty = await TestKit.Databases.CreateAsync(DatabaseName);
        var processes = Enumerable.Range(0, 6).Select(_ => Services(empty.Url)).ToList();

        await Task.WhenAll(processes.Select(process => Task.Run(() => process.GetRequiredService<IMigrations>().ApplyAsync(None))));

        var tables = await processes[0]
            .GetRequiredService<Database>()
            .ReadAsync(session => session.FirstAsync<long>("SELECT count(*) FROM executions"), None);
        Assert.That(tables, Is.Zero);
        foreach (var process in processes)
            await process.DisposeAsync();
    }

    [Test]
    public async Task Runs_that_were_there_before_their_statuses_left_the_indexes_are_found_by_them()
    {
        await using var old = await TestKit.Databases.CreateAsync(DatabaseName);
        await using var process = Services(old.Url);
        await process.GetRequiredService<Database>().WriteAsync(FillAsync, None);

        await process.GetRequiredService<IMigrations>().ApplyAsync(None);

        foreach (var status in Enum.GetValues<ExecutionStatus>())
        {
            var page = await process.GetRequiredService<IExecutionReader>().ListAsync(new ExecutionQuery("a") { Status = status, Limit = 10 }, None);
            Assert.That(page.Items.Select(run => run.Id), Is.EqualTo(new[] { $"x@{(int)status}" }));
        }

        static async Task<bool> FillAsync(Session session)
        {
            await session.ExecuteAsync("CREATE TABLE schema_versions (version bigint PRIMARY KEY, name text NOT NULL, applied_at bigint NOT NULL)");
            foreach (var file in Migrator.Files(session.Dialect.Name).Where(file => file.Version < 11))
            {
                await session.ExecuteAsync(file.Sql);
                await session.ExecuteAsync("INSERT INTO schema_versions (version, name, applied_at) VALUES (@Version, @Name, 0)", new { file.Version, file.Name });
            }

            foreach (var status in Enum.GetValues<ExecutionStatus>())
            {
                await session.ExecuteAsync(
                    """
                    INSERT INTO executions (scope, scheduled_at, id, schedule_id, trigger, status, status_rank, attempts, outcome_rank, occurrences)
                    VALUES ('a', @Due, @Id, 'x', 'schedule', @Status, 2, 0, -1, 1)
                    """,
                    new { Due = (long)status, Id = $"x@{(int)status}", Status = Word.Of(status) }
                );
            }

            return true;
        }
    }

    [Test]
    public void Both_databases_have_the_same_migrations()
    {
        Assert.That(Migrator.Files("Sqlite").Select(file => file.Name), Is.EqualTo(Migrator.Files("Postgres").Select(file => file.Name)));
    }
}
