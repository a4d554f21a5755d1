using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Storage.Tests.Definitions;
using RedisScheduler.TestKit;
using RedisScheduler.Workflows;
using static RedisScheduler.Storage.Tests.History.Facts;

namespace RedisScheduler.Storage.Tests.History;

/// <summary>Large batches, which PostgreSQL takes in two transactions side by side.</summary>
[TestFixture(Databases.Postgres)]
public sealed class SideBySideTests(string databaseName) : HistoryFixture(databaseName)
{
    private const string Locks = "SELECT FROM pg_locks WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database())";
    private const string LostRace = "40001";
    private const string Refusal = "23514";

    private static readonly string[] Schedules = ["etl.fetch", "etl.load", "mail.send", "sweep"];

    [TearDown]
    public Task TakeFaultAwayAsync() => ExecuteAsync("DROP FUNCTION IF EXISTS fail_once CASCADE; DROP SEQUENCE IF EXISTS written");

    [Test]
    public async Task A_large_batch_leaves_what_small_ones_leave()
    {
        var random = new Random(11);
        var lives = Enumerable.Range(0, 800).Select(i => (Schedule: Schedules[i % 4], Life: Lives.Of(random, Due + (i * 6_000)))).ToList();
        List<JobEvent> events = [.. lives.SelectMany(each => each.Life.Select(fact => Of(fact, each.Schedule)))];
        await SaveSchedulesAsync(Definitions);
        await ApplyAsync([.. events]);
        await Rollups.CheckAsync(Get<Database>());
        Assert.That(await TransactionsAsync("rollups"), Is.EqualTo(2));
        var large = await TellAsync(Reader, Definitions, events);

        await using var database = await Databases.CreateAsync(DatabaseName);
        await using var other = Services(database.Url);
        await other.GetRequiredService<IMigrations>().ApplyAsync(None);
        await SaveSchedulesAsync(other.GetRequiredService<IDefinitionStore>());
        foreach (var batch in events.Chunk(90))
            await other.GetRequiredService<IHistory>().ApplyAsync(batch, None);
        Assert.That(large, Is.EqualTo(await TellAsync(other.GetRequiredService<IExecutionReader>(), other.GetRequiredService<IDefinitionStore>(), events)));
    }

    [Test]
    public async Task The_runs_of_one_schedule_are_written_in_two_transactions_where_none_failed()
    {
        await ApplyAsync([.. Runs(2_000)]);

        Assert.That(await TransactionsAsync(), Is.EqualTo(2));
        Assert.That((await StateAsync()).RunCount, Is.EqualTo(2_000));
        await Rollups.CheckAsync(Get<Database>());
    }

    [Test]
    public async Task What_failed_last_of_one_schedule_is_its_last_error()
    {
        var events = Runs(2_000).ToList();
        foreach (var last in new[] { 1, 2, 3 })
            events[^last] = Ended(ExecutionStatus.Failed, due: Due + 2_000 - last) with { Error = new ExecutionError("Boom", $"the last but {last}") };
        await ApplyAsync([.. events]);

        var state = await StateAsync();
        Assert.That((state.RunCount, state.FailuresInARow, state.LastError), Is.EqualTo((2_000, 3, "the last but 1")));
    }

    [Test]
    public async Task Where_one_transaction_loses_a_race_all_is_written_again_and_counted_once()
    {
        await FailOnceAsync(LostRace);
        await ApplyAsync([.. Runs(2_000)]);

        Assert.That((await StateAsync()).RunCount, Is.EqualTo(2_000));
        await Rollups.CheckAsync(Get<Database>());
    }

    [Test]
    public async Task Where_one_transaction_is_refused_the_batch_is_and_is_counted_once_when_it_comes_again()
    {
        await FailOnceAsync(Refusal);
        Assert.That(() => ApplyAsync([.. Runs(2_000)]), Throws.Exception.Message.Contains("as the test wants"));
        Assert.That((await StateAsync()).RunCount, Is.InRange(1, 1_999), "the other has written its half");

        await ApplyAsync([.. Runs(2_000)]);
        Assert.That((await StateAsync()).RunCount, Is.EqualTo(2_000));
        await Rollups.CheckAsync(Get<Database>());
    }

    [Test]
    public async Task Recorders_that_overlap_count_each_run_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Run(() => ApplyAsync([.. Runs(number % 2 == 0 ? 2_000 : 900)]))));

        Assert.That((await StateAsync()).RunCount, Is.EqualTo(2_000));
        await Rollups.CheckAsync(Get<Database>());
    }

    [Test]
    public async Task Nothing_is_written_before_both_locks_are_held([Values("history", "history:second")] string name, [Values(1, 2_000)] int count)
    {
        var applying = Task.CompletedTask;
        await Get<Database>()
            .WriteAsync(
                async session =>
                {
                    await session.LockAsync(name);
                    applying = ApplyAsync([.. Runs(count)]);
                    await Eventually.AsyncThat(() => session.FirstAsync<bool>($"SELECT EXISTS ({Locks} AND locktype = 'advisory' AND NOT granted)"));
                    Assert.That(await session.FirstAsync<bool>($"SELECT EXISTS ({Locks} AND relation = 'executions_before'::regclass AND mode = 'RowExclusiveLock')"), Is.False);
                    return true;
                },
                None
            );

        await applying;
        Assert.That((await StateAsync()).RunCount, Is.EqualTo(count));
    }

    [Test]
    public async Task With_a_pool_of_one_connection_all_is_written_in_one()
    {
        await using var narrow = Services($"{Url}{(Url.Contains('?', StringComparison.Ordinal) ? '&' : '?')}maxpoolsize=1");
        await narrow.GetRequiredService<IHistory>().ApplyAsync([.. Runs(2_000)], None);

        Assert.That(await TransactionsAsync(), Is.EqualTo(1));
        Assert.That((await StateAsync()).RunCount, Is.EqualTo(2_000));
    }

    private static IEnumerable<JobEvent> Runs(int count) => Enumerable.Range(0, count).Select(number => Ended(due: Due + number));

    private static JobEvent Of(JobEvent fact, string schedule) => fact with { Id = JobId.Occurrence(schedule, fact.ScheduledMs!.Value), ScheduleId = schedule };

    private static async Task SaveSchedulesAsync(IDefinitionStore definitions)
    {
        foreach (var id in Schedules)
            await definitions.ChangeScheduleAsync(Scopes.Default, id, before => before ?? Samples.Standalone(id), None);
    }

    private static async Task<List<string>> TellAsync(IExecutionReader reader, IDefinitionStore definitions, List<JobEvent> events)
    {
        var told = new List<string>();
        foreach (var id in Schedules)
            told.Add($"{(await definitions.FindScheduleAsync(Scopes.Default, id, None))!.State}");
        foreach (var id in events.Select(fact => fact.Id).Distinct())
            told.Add($"{await reader.FindAsync(Scopes.Default, id, None)} {string.Join(' ', await reader.AttemptsAsync(Scopes.Default, id, None))}");
        return told;
    }

    /// <summary>How many transactions have written the rows of schedules that there are.</summary>
    private Task<int> TransactionsAsync(string table = "executions") =>
        Get<Database>().ReadAsync(session => session.FirstAsync<int>($"SELECT CAST(count(DISTINCT CAST(xmin AS text)) AS int) FROM {table} WHERE schedule_id <> ''"), None);

    /// <summary>The next statement that writes runs fails.</summary>
    private Task<int> FailOnceAsync(string code) =>
        ExecuteAsync(
            $"""
            CREATE SEQUENCE written;
            CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$
              BEGIN IF nextval('written') = 1 THEN RAISE EXCEPTION 'as the test wants' USING ERRCODE = '{code}'; END IF; RETURN NULL; END $$;
            CREATE TRIGGER fail_once BEFORE INSERT ON executions_before FOR EACH STATEMENT EXECUTE FUNCTION fail_once()
            """
        );

    private Task<int> ExecuteAsync(string sql) => Get<Database>().WriteAsync(session => session.ExecuteAsync(sql), None);
}
