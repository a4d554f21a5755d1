using RedisScheduler.Timing;

namespace RedisScheduler.Core.Tests.Timing;

public sealed class IntervalTests
{
    private static readonly long Anchor = Clock.Ms("2026-11-21T09:30:00.123Z");

    [Test]
    public void The_first_occurrence_is_one_interval_after_the_anchor()
    {
        var every = Occurrences.Of(new ScheduleTiming { Interval = TimeSpan.FromSeconds(5) }, Anchor);

        Assert.That(
            every.Between(Anchor - 60_000, Anchor + 15_000),
            Is.EqualTo(new[] { Anchor + 5_000, Anchor + 10_000, Anchor + 15_000 })
        );
    }

    [Test]
    public void With_a_start_the_start_itself_is_the_first_occurrence()
    {
        var start = Clock.Ms("2026-12-01T00:00Z");
        var timing = new ScheduleTiming { Interval = TimeSpan.FromMinutes(1), StartAt = DateTimeOffset.FromUnixTimeMilliseconds(start) };

        Assert.That(Occurrences.Of(timing, Anchor).Between(0, start + 60_000), Is.EqualTo(new[] { start, start + 60_000 }));
    }

    [Test]
    public void An_every_macro_is_an_interval()
    {
        var every = Occurrences.Of(new ScheduleTiming { Cron = "@every 90s", TimeZone = "Europe/Berlin" }, Anchor);

        Assert.That(every.Between(Anchor, Anchor + 180_000), Is.EqualTo(new[] { Anchor + 90_000, Anchor + 180_000 }));
    }

    [Test]
    public void Occurrences_never_drift()
    {
        var random = new Random(4);
        for (var i = 0; i < 10_000; i++)
        {
            var step = random.NextInt64(100, 315_360_000_000);
            var every = Occurrences.Of(new ScheduleTiming { Interval = TimeSpan.FromMilliseconds(step) }, Anchor);
            var asked = Anchor + random.NextInt64(-1_000_000_000, 1_000_000_000_000);

            var next = every.NextAfter(asked)!.Value;

            using (Assert.EnterMultipleScope())
            {
                Assert.That((next - Anchor) % step, Is.Zero);
                Assert.That(next, Is.GreaterThan(asked).And.GreaterThan(Anchor));
                Assert.That(next - step, Is.LessThanOrEqualTo(Math.Max(asked, Anchor)));
            }
        }
    }

    [Test]
    public void An_interval_ends_at_the_horizon_without_overflow()
    {
        var every = Occurrences.Of(new ScheduleTiming { Interval = TimeSpan.FromDays(3650) }, Anchor);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(every.NextAfter(Occurrences.HorizonMs - 1), Is.Null);
            Assert.That(every.NextAfter(long.MaxValue), Is.Null);
            Assert.That(every.NextAfter(long.MinValue), Is.EqualTo(Anchor + (long)TimeSpan.FromDays(3650).TotalMilliseconds));
        }
    }
}
