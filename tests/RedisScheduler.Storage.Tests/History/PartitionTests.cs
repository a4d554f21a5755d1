using RedisScheduler.Executions;
using RedisScheduler.Storage.Connections;
using RedisScheduler.TestKit;
using static RedisScheduler.Storage.Tests.History.Facts;

namespace RedisScheduler.Storage.Tests.History;

/// <summary>The days of PostgreSQL's tables. They are those of this moment: what is older than the database shares one partition.</summary>
[TestFixture(Databases.Postgres)]
public sealed class PartitionTests(string databaseName) : HistoryFixture(databaseName)
{
    private static readonly DateTimeOffset Today = new(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
    private static readonly string[] Tables = ["executions", "attempts", "rollups", "rollup_durations"];

    [Test]
    public async Task A_day_is_made_before_it_comes_and_dropped_whole_when_nothing_in_it_is_kept()
    {
        await ApplyAsync(Fired(On(-4)), FailedAttempt(1, On(-4)), Ended(attempt: 2, due: On(-4)), Ended(due: On(-3)), Ended(due: On(0)));
        Assert.That(await DaysAsync(), Is.SupersetOf(new[] { Day(-4), Day(-3), Day(0), Day(1) }));

        var history = Get<IHistory>();
        while (await history.DeleteBeforeAsync(Today.AddDays(-2), 100, None) > 0) { }
        Assert.That(await DaysAsync(), Has.None.EqualTo(Day(-4)).And.Some.EqualTo(Day(-3)), "a day waits one day more");
        await Rollups.CheckAsync(Get<Database>());

        await ApplyAsync(Ended(due: On(-4)));
        Assert.That(await DaysAsync(), Has.Some.EqualTo(Day(-4)), "a day that was dropped is made again");
    }

    [Test]
    public async Task A_day_is_kept_while_a_run_of_it_goes_on_or_ended_late()
    {
        await ApplyAsync(Started(due: On(-9)), Ended(due: On(-7)) with { StartedMs = On(-1), FinishedMs = On(0) });
        var history = Get<IHistory>();

        while (await history.DeleteBeforeAsync(Today.AddDays(-3), 100, None) > 0) { }
        Assert.That(await DaysAsync(), Is.SupersetOf(new[] { Day(-9), Day(-7) }));

        await ApplyAsync(Ended(due: On(-9)));
        Assert.That(await history.DeleteBeforeAsync(Today.AddDays(-3), 100, None), Is.EqualTo(1));
        Assert.That(await DaysAsync(), Has.None.EqualTo(Day(-9)).And.Some.EqualTo(Day(-7)));
    }

    [Test]
    public async Task Before_many_runs_are_read_again_PostgreSQL_is_told_what_their_day_holds()
    {
        JobEvent[] made = [.. Enumerable.Range(0, 150).Select(number => Fired(On(-5) + number))];
        await ApplyAsync(made);
        await ApplyAsync(made);

        var known = await Get<Database>().ReadAsync(session => session.FirstAsync<float>($"SELECT reltuples FROM pg_class WHERE relname = 'executions_{Day(-5)}'"), None);
        Assert.That(known, Is.GreaterThanOrEqualTo(150), "-1 where nobody has looked");
    }

    private static long On(int day) => Today.AddDays(day).AddHours(1).ToUnixTimeMilliseconds();

    private static string Day(int day) => Today.AddDays(day).ToString("yyyyMMdd", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The days that every table has.</summary>
    private async Task<IEnumerable<string>> DaysAsync()
    {
        var names = await Get<Database>()
            .ReadAsync(session => session.ListAsync<string>("SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r' ORDER BY relname"), None);
        var days = Tables.Select(table => names.Where(name => name.StartsWith($"{table}_2", StringComparison.Ordinal)).Select(name => name[(table.Length + 1)..]).ToList()).ToList();
        Assert.That(days, Is.All.EqualTo(days[0]));
        return days[0];
    }
}
