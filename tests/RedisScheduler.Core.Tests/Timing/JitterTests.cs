using RedisScheduler.Timing;

namespace RedisScheduler.Core.Tests.Timing;

public sealed class JitterTests
{
    private static readonly long Due = Clock.Ms("2026-11-21T09:30Z");

    private static Occurrences EveryMinute(TimeSpan jitter) =>
        Occurrences.Of(new ScheduleTiming { Cron = "* * * * *", Jitter = jitter }, 0);

    [Test]
    public void Without_jitter_the_nominal_time_is_the_effective_one() =>
        Assert.That(EveryMinute(TimeSpan.Zero).EffectiveAt("a", Due), Is.EqualTo(Due));

    [Test]
    public void The_same_schedule_and_due_time_have_the_same_jitter_in_every_process_and_version()
    {
        var occurrences = EveryMinute(TimeSpan.FromSeconds(30));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(occurrences.EffectiveAt("reports.daily", Due) - Due, Is.EqualTo(22_582));
            Assert.That(occurrences.EffectiveAt("größe", Due) - Due, Is.EqualTo(19_352));
        }
    }

    [Test]
    public void Jitter_spreads_schedules_and_due_times_evenly()
    {
        var occurrences = EveryMinute(TimeSpan.FromSeconds(10));
        var buckets = new int[10];
        for (var id = 0; id < 100; id++)
        for (var minute = 0; minute < 100; minute++)
            buckets[(occurrences.EffectiveAt($"s{id}", Due + (minute * 60_000L)) - Due - (minute * 60_000L)) / 1_000]++;

        Assert.That(buckets, Is.All.InRange(850, 1_150));
    }

    [Test]
    public void Jitter_never_reaches_the_next_due_time()
    {
        var occurrences = EveryMinute(TimeSpan.FromHours(1));

        for (var minute = 0; minute < 500; minute++)
        {
            var nominal = Due + (minute * 60_000L);
            Assert.That(occurrences.EffectiveAt("a", nominal), Is.InRange(nominal, nominal + 59_999));
        }
    }
}
