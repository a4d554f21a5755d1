using RedisScheduler.Engine.Firing;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;
using static RedisScheduler.Engine.Tests.Samples;

namespace RedisScheduler.Engine.Tests.Firing;

/// <summary>The ledger has no gaps: whatever the policy and however long nothing fired, every due time is a run or inside the range of one missed row, and never both.</summary>
public sealed class LedgerTests
{
    private static readonly ScheduleTiming[] Timings =
    [
        new() { Interval = TimeSpan.FromSeconds(37) },
        new() { Cron = "*/5 * * * *", TimeZone = "Europe/Berlin" },
        new() { Cron = "30 2 * * *", TimeZone = "Europe/Berlin", Jitter = TimeSpan.FromMinutes(20) },
        new() { Cron = "0 * * * *", Jitter = TimeSpan.FromSeconds(90) },
        new() { Cron = "0 9-17 * * MON-FRI", TimeZone = "America/New_York" },
        new()
        {
            Cron = "*/15 * * * *",
            TimeZone = "Europe/Berlin",
            Exclusions = new() { Crons = ["* 12 * * *"], Calendars = [new() { Id = "c", Dates = [new(new(2026, 3, 28), new(2026, 4, 2))] }] },
        },
    ];

    [Test]
    public void Every_due_time_of_two_months_with_outages_is_accounted_for_once(
        [Range(0, 5)] int timing, [Values] MisfireAction action, [Values(1, 2)] int seed)
    {
        var planner = new FirePlanner(new OccurrenceCache());
        var random = new Random(seed);
        var occurrences = Occurrences.Of(Timings[timing], Start.Ms());
        var misfire = new MisfirePolicy { Action = action, MaxCatchUp = 7, CatchUpWindow = TimeSpan.FromHours(5) };
        var (from, to) = (Ms("2026-03-01T00:00:00Z"), Ms("2026-05-01T00:00:00Z"));
        var due = occurrences.NextAfter(from);
        var now = occurrences.EffectiveAt("s", due!.Value);
        var accounted = new List<long>();
        while (now < to)
        {
            var fireMs = occurrences.EffectiveAt("s", due!.Value);
            var fire = planner.Plan(Due(Timings[timing], due.Value, misfire) with { FireMs = fireMs }, now);
            foreach (var missed in fire.Missed)
            {
                var range = occurrences.Between(missed.ScheduledMs!.Value - 1, missed.ScheduledToMs ?? missed.ScheduledMs.Value).ToList();
                Assert.That(missed.Count, Is.EqualTo(range.Count));
                accounted.AddRange(range);
            }

            accounted.AddRange(fire.Jobs.Select(job => job.DueMs));
            Assert.That(fire.NextFireMs, Is.GreaterThan(now));
            due = fire.NextDueMs;
            // Mostly in time, sometimes a little late, now and then hours late.
            now = fire.NextFireMs!.Value + (random.Next(40) == 0 ? random.Next(40_000_000) : random.Next(3) * random.Next(50_000));
        }

        Assert.That(accounted, Is.EqualTo(occurrences.Between(from, due!.Value - 1)));
    }
}
