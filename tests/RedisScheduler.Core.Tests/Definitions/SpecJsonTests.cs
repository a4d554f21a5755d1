using System.Text.Json;
using RedisScheduler.Definitions;
using RedisScheduler.Schedules;
using RedisScheduler.Targets;
using RedisScheduler.Timing;

namespace RedisScheduler.Core.Tests.Definitions;

[TestFixture]
public sealed class SpecJsonTests
{
    private static readonly ScheduleSpec Full = new()
    {
        Timing = new ScheduleTiming
        {
            Cron = "30 9 * * 1-5",
            TimeZone = "Europe/Berlin",
            StartAt = new DateTimeOffset(2030, 1, 1, 0, 0, 0, 1, TimeSpan.Zero),
            EndAt = new DateTimeOffset(2031, 1, 1, 0, 0, 0, TimeSpan.Zero),
            MaxRuns = 7,
            Jitter = TimeSpan.FromSeconds(90),
            RunImmediately = true,
            DstGap = DstGap.Shift,
            DstFold = DstFold.Both,
            Exclusions = new Exclusions { Crons = ["* 12 * * *"], Calendars = [new CalendarDates { Id = "holidays" }] },
        },
        Target = new HttpTarget("https://example.org/hook")
        {
            Method = "PUT",
            Headers = new Dictionary<string, string> { ["X-One"] = "ä \"quoted\"" },
            Secret = "mine",
            Expect = [200, 409],
        },
        Payload = "{\"b\": 1.50,\n  \"a\": \"\\u00e9\", \"b\": 2}",
        Queue = "reports",
        Priority = 0,
        Timeout = TimeSpan.FromMilliseconds(1_500),
        Retry = new RetryPolicy { MaxAttempts = 1, Delay = TimeSpan.Zero, Factor = 1.5, MaxDelay = TimeSpan.FromDays(2), Jitter = RetryJitter.Equal },
        Overlap = OverlapPolicy.Allow,
        Misfire = new MisfirePolicy { Action = MisfireAction.CatchUp, Threshold = TimeSpan.Zero, CatchUpWindow = TimeSpan.FromHours(3), MaxCatchUp = 5 },
        PauseOnFailure = 3,
        Tags = ["a", "ü"],
        Enabled = false,
    };

    private static readonly ScheduleSpec Least = new() { Timing = new ScheduleTiming { Interval = TimeSpan.FromMilliseconds(100) }, Target = new HandlerTarget("h") };

    [TestCaseSource(nameof(Specs))]
    public void What_is_written_is_read_back(ScheduleSpec spec)
    {
        var text = SpecJson.Write(spec);
        Assert.That(SpecJson.Write(SpecJson.Read(text)), Is.EqualTo(text));
    }

    [Test]
    public void Every_field_is_read_back_as_it_was()
    {
        var read = SpecJson.Read(SpecJson.Write(Full));
        Assert.Multiple(() =>
        {
            Assert.That(read.Timing, Is.EqualTo(Full.Timing));
            Assert.That(read.Payload, Is.EqualTo(Full.Payload), "byte for byte");
            Assert.That(read.Retry, Is.EqualTo(Full.Retry));
            Assert.That(read.Misfire, Is.EqualTo(Full.Misfire));
            Assert.That(read.Tags, Is.EqualTo(Full.Tags));
            Assert.That((read.Queue, read.Priority, read.Timeout, read.Overlap, read.Enabled, read.PauseOnFailure), Is.EqualTo((Full.Queue, Full.Priority, Full.Timeout, Full.Overlap, Full.Enabled, Full.PauseOnFailure)));
            var (target, expected) = ((HttpTarget)read.Target, (HttpTarget)Full.Target);
            Assert.That((target.Url, target.Method, target.Secret), Is.EqualTo((expected.Url, expected.Method, expected.Secret)));
            Assert.That(target.Headers, Is.EquivalentTo(expected.Headers));
            Assert.That(target.Expect, Is.EqualTo(expected.Expect));
        });
    }

    [Test]
    public void Defaults_are_written_out_so_that_another_default_later_changes_nothing()
    {
        using var json = JsonDocument.Parse(SpecJson.Write(Least));
        Assert.That(
            json.RootElement.EnumerateObject().Select(field => field.Name),
            Is.SupersetOf(new[] { "timeZone", "queue", "priority", "timeout", "retry", "overlap", "misfire", "enabled", "dstGap", "dstFold" })
        );
    }

    [Test]
    public void What_todays_rules_refuse_is_still_read_where_it_was_saved_before()
    {
        var text = SpecJson.Write(Least with { Timing = new ScheduleTiming { Cron = "* * * * *", TimeZone = "Gone/Zone" } });
        Assert.That(SpecJson.Read(text).Timing.TimeZone, Is.EqualTo("Gone/Zone"));
    }

    [TestCase("{}")]
    [TestCase("""{"cron": "* * * * *"}""")]
    [TestCase("""{"target": {"type": "handler", "name": "h"}, "colour": 1}""")]
    [TestCase("[]")]
    public void What_is_no_spec_is_not_read(string text) => Assert.That(() => SpecJson.Read(text), Throws.TypeOf<JsonException>());

    private static IEnumerable<ScheduleSpec> Specs() => [Full, Least, Least with { Timing = new ScheduleTiming { At = DateTimeOffset.UnixEpoch } }];
}
