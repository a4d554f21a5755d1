using System.Globalization;
using RedisScheduler.Timing;

namespace RedisScheduler.Core.Tests.Timing;

public sealed class TimingRulesTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.Parse("2026-11-21T09:30Z", CultureInfo.InvariantCulture);
    private static readonly ScheduleTiming Hourly = new() { Cron = "@hourly" };

    private static IEnumerable<TestCaseData> Faults()
    {
        yield return Fault(new(), "cron", "required");
        yield return Fault(Hourly with { Interval = TimeSpan.FromSeconds(5) }, "cron", "cron and interval");
        yield return Fault(Hourly with { Interval = TimeSpan.FromSeconds(5) }, "interval", "cron and interval");
        yield return Fault(Hourly with { At = Now.AddDays(1) }, "at", "cron and at");
        yield return Fault(new() { Cron = "" }, "cron", "empty");
        yield return Fault(new() { Cron = "0 25 * * *" }, "cron", "hour at position 2");
        yield return Fault(new() { Interval = TimeSpan.FromMilliseconds(99) }, "interval", "too short");
        yield return Fault(new() { Interval = TimeSpan.FromDays(-1) }, "interval", "too short");
        yield return Fault(new() { Interval = TimeSpan.FromDays(3651) }, "interval", "too long");
        yield return Fault(new() { Interval = TimeSpan.FromTicks(1_000_001) }, "interval", "whole milliseconds");
        yield return Fault(new() { At = Now }, "at", "past");
        yield return Fault(new() { At = Now.AddYears(200) }, "at", "too far");
        yield return Fault(new() { At = Now.AddDays(1), StartAt = Now.AddDays(2) }, "at", "not between");
        yield return Fault(new() { At = Now.AddDays(3), EndAt = Now.AddDays(2) }, "at", "not between");
        yield return Fault(Hourly with { TimeZone = "Mars/Olympus" }, "timeZone", "Mars/Olympus");
        yield return Fault(Hourly with { TimeZone = "" }, "timeZone", "Unknown");
        yield return Fault(Hourly with { TimeZone = "europe/berlin" }, "timeZone", "did you mean 'Europe/Berlin'");
        yield return Fault(Hourly with { TimeZone = "Eastern Standard Time" }, "timeZone", "did you mean 'America/New_York'");
        yield return Fault(Hourly with { StartAt = Now, EndAt = Now }, "endAt", "not after startAt");
        yield return Fault(Hourly with { Jitter = TimeSpan.FromTicks(-1) }, "jitter", "0 to 1 day");
        yield return Fault(Hourly with { Jitter = TimeSpan.FromDays(1.1) }, "jitter", "0 to 1 day");
        yield return Fault(Hourly with { MaxRuns = 0 }, "maxRuns", "1 or more");
        yield return Fault(Hourly with { Exclusions = new() { Crons = ["@daily", "0 25 * * *"] } }, "exclude[1]", "hour at position 2");
        yield return Fault(Hourly with { Exclusions = new() { Crons = ["@every 5m"] } }, "exclude[0]", "no wall-clock time");
        yield return Fault(Hourly with { Exclusions = new() { Crons = [.. Enumerable.Repeat("@daily", 51)] } }, "exclude", "at most 50");
        yield return Fault(Hourly with { Exclusions = new() { Calendars = [new() { Id = "c", TimeZone = "Mars/Olympus" }] } }, "calendars[0]", "Mars/Olympus");
        yield return Fault(Hourly with { DstGap = (DstGap)9 }, "dstGap", "next, skip or shift");
        yield return Fault(Hourly with { DstFold = (DstFold)9 }, "dstFold", "auto");
    }

    [TestCaseSource(nameof(Faults))]
    public void What_breaks_a_rule_is_refused_with_field_and_reason(ScheduleTiming timing, string field, string reason)
    {
        var faults = TimingRules.Validate(timing, Now.ToUnixTimeMilliseconds());

        Assert.That(faults.Where(fault => fault.Field == field).Select(fault => fault.Message), Has.Some.Contains(reason));
    }

    [Test]
    public void What_keeps_the_rules_is_valid()
    {
        ScheduleTiming[] valid =
        [
            Hourly,
            new() { Cron = "0 0 30 2 *" },
            new() { Cron = "0 30 9 LW * *", TimeZone = "Europe/Berlin" },
            new() { Interval = TimeSpan.FromMilliseconds(100) },
            new()
            {
                Interval = TimeSpan.FromDays(3650),
                MaxRuns = 1,
                Jitter = TimeSpan.FromDays(1),
            },
            new() { At = Now.AddMilliseconds(1), EndAt = Now.AddMilliseconds(1) },
            Hourly with
            {
                StartAt = Now.AddYears(-1),
                EndAt = Now.AddYears(1),
            },
        ];

        Assert.That(valid.SelectMany(timing => TimingRules.Validate(timing, Now.ToUnixTimeMilliseconds())), Is.Empty);
    }

    [Test]
    public void All_faults_are_told_at_once()
    {
        var faults = TimingRules.Validate(
            new()
            {
                Cron = "x",
                TimeZone = "y",
                MaxRuns = -1,
            },
            0
        );

        Assert.That(faults.Select(fault => fault.Field), Is.EqualTo(new[] { "cron", "timeZone", "maxRuns" }));
    }

    private static TestCaseData Fault(ScheduleTiming timing, string field, string reason) =>
        new TestCaseData(timing, field, reason).SetArgDisplayNames(field, reason);
}
