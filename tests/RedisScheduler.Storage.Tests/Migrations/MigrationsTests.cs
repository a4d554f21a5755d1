using Microsoft.Extensions.DependencyInjection;
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
    public void Both_databases_have_the_same_migrations()
    {
        Assert.That(Migrator.Files("Sqlite").Select(file => file.Name), Is.EqualTo(Migrator.Files("Postgres").Select(file => file.Name)));
    }
}
