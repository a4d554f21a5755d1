using RedisScheduler.Executions;
using RedisScheduler.Schedules;
using static RedisScheduler.Storage.Tests.History.Facts;

namespace RedisScheduler.Storage.Tests.History;

public sealed class StatisticsTests(string databaseName) : HistoryFixture(databaseName)
{
    private const long Hour = 3_600_000;
    private const long Day = 24 * Hour;
    private static readonly DateTimeOffset From = DateTimeOffset.FromUnixTimeMilliseconds(Due);

    [TestCase(StatsBucketWidth.Hour)]
    [TestCase(StatsBucketWidth.Day)]
    public async Task The_databases_figures_are_those_of_a_plain_computation(StatsBucketWidth bucket)
    {
        var random = new Random(11);
        var facts = Enumerable.Range(0, 500).Select(_ => Random(random)).DistinctBy(fact => fact.Id).ToArray();
        await ApplyAsync(facts);
        await ApplyAsync(Ended(due: Due - 1), Ended(due: Due + (3 * 86_400_000L)), Ended() with { Id = $"other@{Due}", ScheduleId = "other" });

        var stats = await Reader.StatsAsync(new StatsQuery(Scopes.Default, ScheduleId, From, From.AddDays(3), bucket), None);

        Check(stats, facts);
        var durations = Durations(facts).Order().ToList();
        Assert.That(stats.P50DurationMs, Is.EqualTo(Percentile(durations, 0.5)).Within(1e-6));
        Assert.That(stats.P95DurationMs, Is.EqualTo(Percentile(durations, 0.95)).Within(1e-6));
        CheckBuckets(stats, facts, bucket == StatsBucketWidth.Hour ? Hour : Day);
    }

    [TestCase(1, null)]
    [TestCase(1, ScheduleId)]
    [TestCase(40, null, Description = "over days, read from days and the hours before and after them")]
    [TestCase(40, ScheduleId)]
    public async Task Of_very_many_runs_counts_stay_exact_and_percentiles_come_near(int secondsApart, string? scheduleId)
    {
        var random = new Random(5);
        var facts = Enumerable.Range(0, 12_000).Select(i => Ended(due: Due + (i * secondsApart * 1_000L), took: random.Next(100, 5_000))).ToArray();
        foreach (var batch in facts.Chunk(5_000))
            await ApplyAsync(batch);
        await ApplyAsync(Fired(Due + 500), Started(due: Due + 501));

        var asked = new StatsQuery(Scopes.Default, scheduleId, From.AddMinutes(secondsApart), From.AddMinutes(199 * secondsApart), StatsBucketWidth.Hour);
        var stats = await Reader.StatsAsync(asked, None);

        var within = facts[60..11_940];
        Check(stats, within);
        var durations = Durations(within).Order().ToList();
        Assert.That(stats.P50DurationMs, Is.EqualTo(Percentile(durations, 0.5)).Within(4).Percent);
        Assert.That(stats.P95DurationMs, Is.EqualTo(Percentile(durations, 0.95)).Within(4).Percent);
        var whole = await Reader.StatsAsync(asked with { From = From }, None);
        Assert.That(whole.ByStatus[ExecutionStatus.Queued] + whole.ByStatus[ExecutionStatus.Running], Is.EqualTo(2), "what has not ended is counted too");
    }

    [TestCase(10, 190)]
    [TestCase(10, 230)]
    [TestCase(50, 190)]
    [TestCase(50, 230)]
    [TestCase(60, 180)]
    [TestCase(50, 70)]
    [TestCase(10, 20)]
    public async Task Hours_that_belong_to_the_range_in_part_are_counted_in_that_part(int fromMinute, int toMinute)
    {
        var hour = Due / Hour * Hour;
        var facts = Enumerable.Range(0, 240).Select(minute => Ended(minute % 60 is 5 or 55 ? ExecutionStatus.Failed : ExecutionStatus.Succeeded, due: hour + (minute * 60_000L), took: minute)).ToArray();
        await ApplyAsync(facts);
        await ApplyAsync(Fired(hour + 1), Fired(hour + (239 * 60_000L) + 1));

        DateTimeOffset At(int minute) => DateTimeOffset.FromUnixTimeMilliseconds(hour).AddMinutes(minute);
        var stats = await Reader.StatsAsync(new StatsQuery(Scopes.Default, ScheduleId, At(fromMinute), At(toMinute), StatsBucketWidth.Hour), None);

        var within = facts[fromMinute..toMinute];
        Check(stats, within);
        CheckBuckets(stats, within, Hour);
    }

    [TestCase(0, 1, 1)]
    [TestCase(0, 2 * Day, 2)]
    [TestCase(0, (2 * Day) + 1, 3)]
    [TestCase(1, (2 * Day) + 1, 2)]
    [TestCase(501, Day, 0, Description = "within a second that has one, and beside it")]
    [TestCase((2 * Day) + 1, 9 * Day, 0)]
    public async Task What_has_not_ended_is_counted_within_the_range_and_nowhere_else(long from, long to, int total)
    {
        await ApplyAsync(Fired(), Started(due: Due + 500), Fired(Due + (2 * Day)));

        var stats = await Reader.StatsAsync(new StatsQuery(Scopes.Default, null, From.AddMilliseconds(from), From.AddMilliseconds(to), StatsBucketWidth.Day), None);

        Assert.That(stats.Total, Is.EqualTo(total));
    }

    [Test]
    public async Task Of_nothing_nothing_is_told()
    {
        var stats = await Reader.StatsAsync(new StatsQuery(Scopes.Default, null, From, From.AddDays(1), StatsBucketWidth.Hour), None);

        Assert.That((stats.Total, stats.SuccessRate, stats.P50DurationMs, stats.AvgDurationMs), Is.EqualTo((0L, (double?)null, (double?)null, (double?)null)));
        Assert.That(stats.Buckets, Is.Empty);
    }

    [Test]
    public async Task Of_one_run_every_percentile_is_its_duration()
    {
        await ApplyAsync(Ended(took: 321));

        var stats = await Reader.StatsAsync(new StatsQuery(Scopes.Default, null, From, From.AddDays(1), StatsBucketWidth.Hour), None);

        Assert.That((stats.P50DurationMs, stats.P95DurationMs, stats.AvgDurationMs, stats.SuccessRate), Is.EqualTo((321d, 321d, 321d, 1d)));
    }

    private static JobEvent Random(Random random)
    {
        var due = Due + random.NextInt64(3 * 86_400_000L);
        ExecutionStatus[] ends = [ExecutionStatus.Succeeded, ExecutionStatus.Failed, ExecutionStatus.TimedOut, ExecutionStatus.Lost, ExecutionStatus.Cancelled];
        return random.Next(6) == 0 ? NotRun(ExecutionStatus.Skipped, due, "overlap") : Ended(ends[random.Next(ends.Length)], due: due, took: random.Next(5_000));
    }

    private static void CheckBuckets(ExecutionStats stats, JobEvent[] facts, long width)
    {
        var expected = facts.GroupBy(fact => fact.ScheduledMs!.Value / width * width).OrderBy(group => group.Key).ToList();
        Assert.That(stats.Buckets.Select(each => each.At.ToUnixTimeMilliseconds()), Is.EqualTo(expected.Select(group => group.Key)));
        foreach (var (actual, group) in stats.Buckets.Zip(expected))
            Check(actual, [.. group]);
    }

    private static void Check(StatsTotals actual, JobEvent[] facts)
    {
        var judged = facts.Count(fact => fact.Status is not (ExecutionStatus.Skipped or ExecutionStatus.Cancelled));
        double? rate = judged == 0 ? null : (double)facts.Count(fact => fact.Status == ExecutionStatus.Succeeded) / judged;
        Assert.That(actual.Total, Is.EqualTo(facts.Length));
        Assert.That(actual.ByStatus, Is.EquivalentTo(facts.CountBy(fact => fact.Status).ToDictionary(pair => pair.Key, pair => (long)pair.Value)));
        Assert.That(actual.SuccessRate, Is.EqualTo(rate));
        Assert.That(actual.AvgDurationMs, Is.EqualTo(Mean(Durations(facts))).Within(1e-6));
        Assert.That(actual.AvgLatenessMs, Is.EqualTo(Mean(facts.Where(fact => fact.StartedMs is not null).Select(fact => 1_000L))).Within(1e-6));
    }

    private static IEnumerable<long> Durations(IEnumerable<JobEvent> facts) =>
        facts.Where(fact => fact.StartedMs is not null).Select(fact => fact.FinishedMs!.Value - fact.StartedMs!.Value);

    private static double? Mean(IEnumerable<long> values) => values.Select(value => (double?)value).Average();

    private static double Percentile(List<long> sorted, double part)
    {
        var place = part * (sorted.Count - 1);
        var low = (int)Math.Floor(place);
        return sorted[low] + ((place - low) * (sorted[Math.Min(low + 1, sorted.Count - 1)] - sorted[low]));
    }
}
