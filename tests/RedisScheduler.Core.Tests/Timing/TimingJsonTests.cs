using System.Globalization;
using System.Text.Json;
using RedisScheduler.Timing;

namespace RedisScheduler.Core.Tests.Timing;

public sealed class TimingJsonTests
{
    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static readonly ScheduleTiming Full = new()
    {
        Cron = "*/5 9-17 * * MON-FRI",
        TimeZone = "Etc/GMT+5",
        StartAt = Time("2026-11-21T09:30+01:00"),
        EndAt = Time("2027-11-21T09:30:00.250Z"),
        DstGap = DstGap.Shift,
        DstFold = DstFold.Both,
        Jitter = TimeSpan.FromSeconds(90),
        RunImmediately = true,
        MaxRuns = 7,
        Exclusions = new()
        {
            Crons = ["* 12 * * *"],
            Calendars = [new() { Id = "holidays", Dates = [new(new(2026, 12, 24), new(2026, 12, 26)), new(new(2027, 1, 1), new(2027, 1, 1))] }],
        },
    };

    [Test]
    public void The_text_is_compact_and_in_one_form() =>
        Assert.That(
            Full.ToJson(),
            Is.EqualTo(
                """
                {"cron":"*/5 9-17 * * MON-FRI","timeZone":"Etc/GMT+5","startAt":"2026-11-21T08:30:00.000Z","endAt":"2027-11-21T09:30:00.250Z","dstGap":"shift","dstFold":"both","exclusions":{"crons":["* 12 * * *"],"calendars":[{"id":"holidays","dates":["2026-12-24/2026-12-26","2027-01-01"]}]},"jitter":"1m30s","runImmediately":true,"maxRuns":7}
                """
            )
        );

    [Test]
    public void Defaults_are_left_out() =>
        Assert.That(
            new ScheduleTiming { Interval = TimeSpan.FromMinutes(5) }.ToJson(),
            Is.EqualTo("""{"interval":"5m","timeZone":"UTC"}""")
        );

    [Test]
    public void Equal_timings_have_equal_text()
    {
        var other = Full with { StartAt = Time("2026-11-21T08:30Z"), Exclusions = ScheduleTiming.FromJson(Full.ToJson()).Exclusions };

        using (Assert.EnterMultipleScope())
        {
            Assert.That(other, Is.EqualTo(Full));
            Assert.That(other.GetHashCode(), Is.EqualTo(Full.GetHashCode()));
            Assert.That(other.ToJson(), Is.EqualTo(Full.ToJson()));
        }
    }

    [Test]
    public void What_is_written_reads_as_the_same()
    {
        ScheduleTiming[] all = [Full, new() { Interval = TimeSpan.FromMilliseconds(100) }, new() { At = Time("2026-11-21T08:30Z") }];

        Assert.That(all.Select(timing => ScheduleTiming.FromJson(timing.ToJson())), Is.EqualTo(all));
    }

    [Test]
    public void A_zone_left_out_is_UTC() => Assert.That(ScheduleTiming.FromJson("""{"cron":"@daily"}""").TimeZone, Is.EqualTo("UTC"));

    [TestCase("null")]
    [TestCase("{")]
    [TestCase("""{"crom":"@daily"}""")]
    [TestCase("""{"interval":"0s"}""")]
    [TestCase("""{"interval":5}""")]
    [TestCase("""{"startAt":"tomorrow"}""")]
    [TestCase("""{"dstGap":"later"}""")]
    [TestCase("""{"dstGap":1}""")]
    [TestCase("""{"exclusions":{"calendars":[{"id":"c","dates":["2026-02-30"]}]}}""")]
    public void What_is_no_timing_is_refused(string json) => Assert.Throws<JsonException>(() => ScheduleTiming.FromJson(json));
}
