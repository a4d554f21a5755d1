using RedisScheduler.Timing;

namespace RedisScheduler.Core.Tests.Timing;

/// <summary>
/// New York goes from 02:00 to 03:00 on 2016-03-13 and from 02:00 back to 01:00 on 2016-11-06. The expectations of the defaults
/// are those of Cronos.
/// </summary>
public sealed class ClockChangeTests
{
    private const string NewYork = "America/New_York";
    private const string LordHowe = "Australia/Lord_Howe";

    [TestCase("*/30 * * * *", "2016-03-13T01:45-05:00", "2016-03-13T03:00:00.000-04:00")]
    [TestCase("*/30 */2 * * *", "2016-03-13T01:59-05:00", "2016-03-13T03:00:00.000-04:00")]
    [TestCase("1-58 */2 * * *", "2016-03-13T01:58-05:00", "2016-03-13T03:00:00.000-04:00")]
    [TestCase("0,30 0-23/2 * * *", "2016-03-13T00:30-05:00", "2016-03-13T03:00:00.000-04:00")]
    [TestCase("*/30 2 13 03 *", "2016-03-13T01:59-05:00", "2016-03-13T03:00:00.000-04:00")]
    [TestCase("0,30 2 * * *", "2016-03-12T02:30-05:00", "2016-03-13T03:00:00.000-04:00")]
    [TestCase("0 30 2 * * *", "2016-03-12T02:30-05:00", "2016-03-13T03:00:00.000-04:00")]
    [TestCase("30 * * 3 SUN#2", "2016-03-13T01:59-05:00", "2016-03-13T03:00:00.000-04:00")]
    [TestCase("0,59 * * * *", "2016-03-13T01:59-05:00", "2016-03-13T03:00:00.000-04:00")]
    [TestCase("30 2 * * *", "2016-03-13T03:00-04:00", "2016-03-14T02:30:00.000-04:00")]
    public void A_time_in_the_gap_is_due_at_the_first_moment_after_it(string cron, string after, string expected) =>
        Assert.That(Clock.Text(Clock.Cron(cron, NewYork).NextAfter(Clock.Ms(after)), NewYork), Is.EqualTo(expected));

    [TestCase("*/30 * * * *", "2017-10-01T01:45+10:30", "2017-10-01T02:30:00.000+11:00")]
    [TestCase("0 */2 * * *", "2017-10-01T01:59+10:30", "2017-10-01T02:30:00.000+11:00")]
    [TestCase("15 2 * * *", "2017-10-01T01:59+10:30", "2017-10-01T02:30:00.000+11:00")]
    [TestCase("30 2 * * *", "2017-10-01T01:59+10:30", "2017-10-01T02:30:00.000+11:00")]
    public void A_gap_of_half_an_hour_is_like_any_other(string cron, string after, string expected) =>
        Assert.That(Clock.Text(Clock.Cron(cron, LordHowe).NextAfter(Clock.Ms(after)), LordHowe), Is.EqualTo(expected));

    [Test]
    public void A_gap_at_midnight_keeps_the_day()
    {
        var next = Clock.Cron("30 0 L * *", "Asia/Amman").NextAfter(Clock.Ms("2017-03-30T23:59:59.999+02:00"));

        Assert.That(Clock.Text(next, "Asia/Amman"), Is.EqualTo("2017-03-31T01:00:00.000+03:00"));
    }

    [Test]
    public void A_day_that_was_left_out_is_due_once_when_the_next_one_begins()
    {
        var times = Clock
            .Cron("0 9,17 * * *", "Pacific/Apia")
            .LocalTimes("Pacific/Apia", "2011-12-29T23:00-10:00", "2011-12-31T12:00+14:00");

        Assert.That(times, Is.EqualTo(new[] { "12-31 00:00 +14:00", "12-31 09:00 +14:00" }));
    }

    [TestCase(DstGap.Next, "03-13 03:00 -04:00", "03-14 02:10 -04:00", "03-14 02:50 -04:00")]
    [TestCase(DstGap.Skip, "03-14 02:10 -04:00", "03-14 02:50 -04:00")]
    [TestCase(DstGap.Shift, "03-13 03:10 -04:00", "03-13 03:50 -04:00", "03-14 02:10 -04:00", "03-14 02:50 -04:00")]
    public void Each_gap_rule_has_its_own_times(DstGap gap, params string[] expected)
    {
        var times = Clock.Cron("10,50 2 * * *", NewYork, gap).LocalTimes(NewYork, "2016-03-13T01:00-05:00", "2016-03-14T12:00-04:00");

        Assert.That(times, Is.EqualTo(expected));
    }

    [Test]
    public void A_shifted_time_that_meets_another_is_due_once()
    {
        var times = Clock
            .Cron("30 2,3 * * *", NewYork, DstGap.Shift)
            .LocalTimes(NewYork, "2016-03-13T00:00-05:00", "2016-03-13T12:00-04:00");

        Assert.That(times, Is.EqualTo(new[] { "03-13 03:30 -04:00" }));
    }

    [Test]
    public void A_shifted_time_stands_between_the_others_in_order()
    {
        var times = Clock
            .Cron("0,45 2,3 * * *", NewYork, DstGap.Shift)
            .LocalTimes(NewYork, "2016-03-13T00:00-05:00", "2016-03-13T12:00-04:00");

        Assert.That(times, Is.EqualTo(new[] { "03-13 03:00 -04:00", "03-13 03:45 -04:00" }));
    }

    [TestCase("0 0,30 1 * * *", "2016-11-06T01:30-04:00", "2016-11-07T01:00:00.000-05:00")]
    [TestCase("0 0,30 1 6/1 1-12 0/1", "2016-11-06T01:20-04:00", "2016-11-06T01:30:00.000-04:00")]
    [TestCase("0 1 * 11 SUN#1", "2015-11-01T01:00-05:00", "2016-11-06T01:00:00.000-04:00")]
    [TestCase("0 2 * * *", "2016-11-06T01:45-04:00", "2016-11-06T02:00:00.000-05:00")]
    [TestCase("30 1 * * *", "2016-11-06T01:10-05:00", "2016-11-07T01:30:00.000-05:00")]
    [TestCase("*/30 */2 * * *", "2016-11-06T01:30-04:00", "2016-11-06T02:00:00.000-05:00")]
    [TestCase("*/30 * * * *", "2016-11-06T01:30-04:00", "2016-11-06T01:00:00.000-05:00")]
    [TestCase("30 * * * *", "2016-11-06T01:30-04:00", "2016-11-06T01:30:00.000-05:00")]
    [TestCase("30 1-9 * * *", "2016-11-06T01:30-04:00", "2016-11-06T01:30:00.000-05:00")]
    [TestCase("0-30 0 1 * * *", "2016-11-06T01:00:30-04:00", "2016-11-06T01:00:00.000-05:00")]
    [TestCase("*/30 0 1 * * *", "2016-11-06T01:00:30-05:00", "2016-11-07T01:00:00.000-05:00")]
    public void Fixed_times_run_once_in_the_fold_and_interval_like_ones_in_both_passes(string cron, string after, string expected) =>
        Assert.That(Clock.Text(Clock.Cron(cron, NewYork).NextAfter(Clock.Ms(after)), NewYork), Is.EqualTo(expected));

    [TestCase(DstFold.Auto, "30 1 * * *", "11-06 01:30 -04:00")]
    [TestCase(DstFold.Auto, "30 1-1 * * *", "11-06 01:30 -04:00", "11-06 01:30 -05:00")]
    [TestCase(DstFold.First, "30 1-1 * * *", "11-06 01:30 -04:00")]
    [TestCase(DstFold.Last, "30 1-1 * * *", "11-06 01:30 -05:00")]
    [TestCase(DstFold.Last, "30 1 * * *", "11-06 01:30 -05:00")]
    [TestCase(DstFold.Both, "30 1 * * *", "11-06 01:30 -04:00", "11-06 01:30 -05:00")]
    [TestCase(DstFold.First, "0 * * * *", "11-06 00:00 -04:00", "11-06 01:00 -04:00", "11-06 02:00 -05:00", "11-06 03:00 -05:00")]
    [TestCase(DstFold.Last, "0 * * * *", "11-06 00:00 -04:00", "11-06 01:00 -05:00", "11-06 02:00 -05:00", "11-06 03:00 -05:00")]
    public void Each_fold_rule_has_its_own_times(DstFold fold, string cron, params string[] expected)
    {
        var times = Clock.Cron(cron, NewYork, fold: fold).LocalTimes(NewYork, "2016-11-05T23:59-04:00", "2016-11-06T03:00-05:00");

        Assert.That(times, Is.EqualTo(expected));
    }

    [TestCase("0 */30 1 * * *", "2017-04-02T01:59+11:00", "2017-04-02T01:30:00.000+10:30")]
    [TestCase("*/30 30 1 * * *", "2017-04-02T01:30:31+10:30", "2017-04-03T01:30:00.000+10:30")]
    [TestCase("0 0,30 1 * * *", "2017-04-02T01:29+10:30", "2017-04-03T01:00:00.000+10:30")]
    public void A_fold_of_half_an_hour_is_like_any_other(string cron, string after, string expected) =>
        Assert.That(Clock.Text(Clock.Cron(cron, LordHowe).NextAfter(Clock.Ms(after)), LordHowe), Is.EqualTo(expected));

    [Test]
    public void A_fold_before_midnight_does_not_repeat_the_day()
    {
        var next = Clock.Cron("30 23 * * *", "America/Santiago").NextAfter(Clock.Ms("2017-05-13T23:59:59.999-03:00"));

        Assert.That(Clock.Text(next, "America/Santiago"), Is.EqualTo("2017-05-14T23:30:00.000-04:00"));
    }

    [TestCase("Europe/Dublin", "2026-10-25T00:30Z", "10-25 01:45 +01:00", "10-25 01:45 +00:00", "10-25 02:45 +00:00")]
    [TestCase("Africa/Casablanca", "2026-02-15T01:30Z", "02-15 02:45 +01:00", "02-15 02:45 +00:00", "02-15 03:45 +00:00")]
    public void Zones_whose_winter_is_the_exception_go_on(string zone, string after, params string[] expected) =>
        Assert.That(Clock.Cron("45 * * * *", zone).LocalTimes(zone, after, "2026-12-31T00:00Z").Take(3), Is.EqualTo(expected));

    [Test]
    public void The_bundled_database_is_newer_than_the_end_of_clock_changes_in_Vancouver() =>
        Assert.That(Zones.Local("America/Vancouver", Clock.Ms("2026-12-01T12:00Z")), Is.EqualTo("2026-12-01T05:00:00.000-07:00"));
}
