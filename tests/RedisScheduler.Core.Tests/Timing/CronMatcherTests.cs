using RedisScheduler.Timing;

namespace RedisScheduler.Core.Tests.Timing;

public sealed class CronMatcherTests
{
    private static readonly DateTime Start = new(2026, 11, 21, 9, 29, 59, DateTimeKind.Utc);

    [Test]
    public void Due_times_in_UTC_are_those_of_a_walk_from_minute_to_minute()
    {
        var model = new CronModel(new Random(1));
        for (var i = 0; i < 150; i++)
            Compare(model.Any(seconds: false), Start.AddSeconds(1), TimeSpan.FromMinutes(1), 40 * 24 * 60);
    }

    [Test]
    public void Due_times_in_UTC_are_those_of_a_walk_from_second_to_second()
    {
        var model = new CronModel(new Random(2));
        for (var i = 0; i < 100; i++)
            Compare(model.Any(seconds: true), Start, TimeSpan.FromSeconds(1), 2 * 24 * 60 * 60);
    }

    [Test]
    public void Days_are_those_of_a_walk_from_day_to_day_over_forty_years()
    {
        var model = new CronModel(new Random(3));
        for (var i = 0; i < 600; i++)
            Compare(model.AnyDay(), new DateTime(1996, 2, 27, 0, 0, 0, DateTimeKind.Utc), TimeSpan.FromDays(1), 40 * 366);
    }

    [TestCase("0 0 29 2 1", "2026-11-21", "2044-02-29T00:00:00.000+00:00")]
    [TestCase("0 0 29 2 *", "2096-03-01", "2104-02-29T00:00:00.000+00:00")]
    [TestCase("0 0 31W * *", "2026-02-01", "2026-03-31T00:00:00.000+00:00")]
    [TestCase("0 0 1W * *", "2026-07-31", "2026-08-03T00:00:00.000+00:00")]
    [TestCase("0 0 LW * *", "2026-05-01", "2026-05-29T00:00:00.000+00:00")]
    [TestCase("0 0 13 * FRI", "2026-03-14", "2026-11-13T00:00:00.000+00:00")]
    [TestCase("0 0 * * 7-2", "2026-11-18", "2026-11-22T00:00:00.000+00:00")]
    [TestCase("58-4/3 0 0 * * *", "2026-11-21T00:00:01", "2026-11-21T00:00:04.000+00:00")]
    [TestCase("30 17 27w * mOnL", "2017-03-10", "2017-03-27T17:30:00.000+00:00")]
    [TestCase("* * * * * *", "2026-11-21T00:00:00.500", "2026-11-21T00:00:01.000+00:00")]
    [TestCase("@yearly", "2026-11-21", "2027-01-01T00:00:00.000+00:00")]
    public void The_next_due_time_is_known(string cron, string after, string expected) =>
        Assert.That(Clock.Text(Clock.Cron(cron).NextAfter(Clock.Ms(after))), Is.EqualTo(expected));

    [TestCase("0 0 30 2 *")]
    [TestCase("* * * 30,31 2 *")]
    [TestCase("0 0 31 2,4,6,9,11 *")]
    [TestCase("0 0 L-30 4 *")]
    [TestCase("0 0 1 * 5#3")]
    [TestCase("0 0 31W 2 *")]
    public void What_never_happens_has_no_due_time(string cron)
    {
        var never = Clock.Cron(cron, "Europe/Berlin");

        // A search from day to day up to the horizon would not come back from so many questions.
        for (var i = 0; i < 2_000; i++)
            Assert.That(never.NextAfter(i * 1_000L), Is.Null);
    }

    [TestCase(long.MinValue, "1800-01-01T00:01:00.000+00:00")]
    [TestCase(Occurrences.HorizonMs - 60_001, "2199-12-31T23:59:00.000+00:00")]
    [TestCase(Occurrences.HorizonMs - 60_000, null)]
    [TestCase(long.MaxValue, null)]
    public void Due_times_end_at_the_horizon(long after, string? expected) =>
        Assert.That(Clock.Text(Clock.Cron("* * * * *").NextAfter(after)), Is.EqualTo(expected));

    private static void Compare(CronModel.Expression expression, DateTime start, TimeSpan step, int steps)
    {
        var expected = Enumerable
            .Range(1, steps)
            .Select(i => start + (step * i))
            .Where(expression.Matches)
            .Select(date => new DateTimeOffset(date).ToUnixTimeMilliseconds());
        var from = new DateTimeOffset(start).ToUnixTimeMilliseconds();

        var actual = Clock.Cron(expression.Text).Between(from, from + ((long)step.TotalMilliseconds * steps));

        Assert.That(actual.SequenceEqual(expected), Is.True, expression.Text);
    }
}
