using System.Globalization;
using RedisScheduler.Timing;

namespace RedisScheduler.Core.Tests.Timing;

public sealed class WindowTests
{
    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    [Test]
    public void Start_and_end_are_themselves_due_times()
    {
        var timing = new ScheduleTiming
        {
            Cron = "0 * * * *",
            StartAt = Time("2026-11-21T10:00Z"),
            EndAt = Time("2026-11-21T12:00Z"),
        };

        var times = Occurrences.Of(timing, 0).Between(long.MinValue, long.MaxValue).Select(ms => Clock.Text(ms)![11..16]);

        Assert.That(times, Is.EqualTo(new[] { "10:00", "11:00", "12:00" }));
    }

    [Test]
    public void A_start_between_two_due_times_waits_for_the_second()
    {
        var timing = new ScheduleTiming { Cron = "0 * * * *", StartAt = Time("2026-11-21T10:00:00.001Z") };

        Assert.That(Clock.Text(Occurrences.Of(timing, 0).NextAfter(0)), Is.EqualTo("2026-11-21T11:00:00.000+00:00"));
    }

    [Test]
    public void One_moment_is_due_once()
    {
        var at = Clock.Ms("2026-11-21T10:00:00.250Z");
        var once = Occurrences.Of(new ScheduleTiming { At = Time("2026-11-21T11:00:00.250+01:00") }, 0);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(once.NextAfter(at - 1), Is.EqualTo(at));
            Assert.That(once.NextAfter(at), Is.Null);
        }
    }

    [Test]
    public void Between_takes_no_more_than_it_is_asked_for()
    {
        var endless = Clock.Cron("* * * * * *").Between(0, long.MaxValue);

        Assert.That(endless.Take(3), Is.EqualTo(new[] { 1_000L, 2_000L, 3_000L }));
    }

    [Test]
    public void Between_is_next_after_again_and_again()
    {
        var occurrences = Clock.Cron("*/17 1-5 * * *", "Europe/Berlin");
        var (from, to) = (Clock.Ms("2026-10-20T00:00Z"), Clock.Ms("2026-11-01T00:00Z"));
        var expected = new List<long>();
        for (var next = occurrences.NextAfter(from); next <= to; next = occurrences.NextAfter(next.Value))
            expected.Add(next.Value);

        Assert.That(occurrences.Between(from, to), Is.EqualTo(expected).And.Not.Empty);
    }

    [Test]
    public void An_invalid_timing_is_refused_with_its_field()
    {
        var fault = Assert.Throws<TimingException>(() => Occurrences.Of(new ScheduleTiming { Cron = "61 * * * *" }, 0))!.Fault;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(fault.Field, Is.EqualTo("cron"));
            Assert.That(fault.Message, Does.Contain("minute at position 0"));
        }
    }
}
