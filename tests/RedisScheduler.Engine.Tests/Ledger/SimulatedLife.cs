using RedisScheduler.Definitions;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Engine.Firing;
using RedisScheduler.Executions;
using RedisScheduler.Ledger;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Engine.Tests.Ledger;

/// <summary>
/// The life of one schedule by a simulated clock: fired by the real planner, mostly in time and now and then after an outage of hours; changed, paused, resumed, disabled at random
/// moments by the real decisions. What the stores would have written is in <see cref="Ledger"/>.
/// </summary>
internal sealed class SimulatedLife
{
    private static readonly ScheduleTiming[] Timings =
    [
        new() { Interval = TimeSpan.FromMinutes(7) },
        new() { Cron = "*/5 * * * *", TimeZone = "Europe/Berlin" },
        new() { Cron = "30 2 * * *", TimeZone = "Europe/Berlin", Jitter = TimeSpan.FromMinutes(20) },
        new() { Cron = "0 * * * *", Jitter = TimeSpan.FromSeconds(90), Exclusions = new() { Crons = ["* 12 * * *"] } },
        new() { Cron = "*/10 9-17 * * MON-FRI", TimeZone = "America/New_York", DstFold = DstFold.Both },
    ];

    private readonly FirePlanner planner = new(new OccurrenceCache());
    private readonly Random random;
    private readonly MisfirePolicy misfire;

    internal SimulatedLife(int seed)
    {
        random = new Random(seed);
        misfire = new MisfirePolicy { Action = (MisfireAction)random.Next(3), MaxCatchUp = 7 };
        Change(null, Samples.Start, Wish(Any() with { RunImmediately = random.Next(2) == 0 }), null);
    }

    internal FakeLedger Ledger { get; } = new();

    internal ScheduleView View { get; private set; } = null!;

    /// <summary>Lives until a moment.</summary>
    internal void Live(DateTimeOffset until)
    {
        var now = Samples.Start;
        while (true)
        {
            var fireAt = FireAt() is { } fire ? Moment(fire + Lateness()) : DateTimeOffset.MaxValue;
            var changeAt = now.AddMinutes(random.Next(1, 3_000));
            now = fireAt < changeAt ? fireAt : changeAt;
            if (now > until)
            {
                return;
            }

            if (now == fireAt)
            {
                Fire(now);
            }
            else
            {
                ChangeSomething(now);
            }
        }
    }

    private int Lateness() => random.Next(40) == 0 ? random.Next(40_000_000) : random.Next(2_000);

    private long? FireAt() =>
        View.State.NextRunAt is { } due ? Occurrences.Of(View.Schedule.Spec.Timing, View.Schedule.AnchorMs).EffectiveAt("s", due.Ms()) : null;

    private void Fire(DateTimeOffset now)
    {
        var (schedule, due) = (View.Schedule, View.State.NextRunAt!.Value.Ms());
        var plan = new SchedulePlan(schedule.Spec.Timing, schedule.AnchorMs, misfire, OverlapPolicy.Skip);
        var fire = planner.Plan(new DueSchedule("s", FireAt()!.Value, due, 0, 1, plan, Samples.Spec()), now.Ms());
        Ledger.Entries.AddRange(fire.Jobs.Select(job =>
            new LedgerEntry(job.Id, job.DueMs, null, random.Next(9) == 0 ? ExecutionStatus.Skipped : ExecutionStatus.Succeeded, now.Ms())));
        Ledger.Entries.AddRange(fire.Missed.Select(missed => new LedgerEntry(missed.Id, missed.ScheduledMs!.Value, missed.ScheduledToMs, ExecutionStatus.Missed, null)));
        View = View with { State = View.State with { NextRunAt = fire.NextDueMs is { } next ? Moment(next) : null } };
    }

    private void ChangeSomething(DateTimeOffset now)
    {
        now = Moment(now.Ms());
        var (schedule, spec) = (View.Schedule, View.Schedule.Spec);
        switch (random.Next(6))
        {
            case 0:
                Change(View, now, ScheduleWish.Of(schedule), new Pause("why", null, now, "me"));
                break;
            case 1:
                Change(View, now, ScheduleWish.Of(schedule), new Pause(null, now.AddMinutes(random.Next(1, 2_000)), now, "me"));
                break;
            case 2:
                Change(View, now, Wish(Any()), schedule.Pause);
                break;
            case 3:
                Change(View, now, ScheduleWish.Of(schedule) with { Spec = spec with { Enabled = !spec.Enabled } }, schedule.Pause);
                break;
            default:
                Change(View, now, ScheduleWish.Of(schedule) with { Spec = spec with { Payload = $"{random.Next()}", Enabled = true } }, null);
                break;
        }
    }

    private void Change(ScheduleView? before, DateTimeOffset now, ScheduleWish wish, Pause? pause)
    {
        var after = new ScheduleChange("default", now, new FieldErrors()).Save(before, wish, pause, runnable: true);
        View = after with { Schedule = after.Schedule with { Revision = Ledger.Revisions.Count + 1 } };
        if (before is not null && Same(before, after))
        {
            return;
        }

        var waiting = before?.State.NextRunAt?.Ms();
        Ledger.Revisions.Add(new ScheduleRevision
        {
            Revision = View.Schedule.Revision,
            AtMs = now.Ms(),
            Timing = after.Schedule.Spec.Timing,
            AnchorMs = after.Schedule.AnchorMs,
            Runs = after.Schedule.Spec.Enabled,
            Pause = pause,
            FirstDueMs = after.State.NextRunAt?.Ms(),
            WaitingSinceMs = waiting <= now.Ms() ? waiting : null,
        });
    }

    private static bool Same(ScheduleView one, ScheduleView other) =>
        (one.Schedule.Spec.Timing, one.Schedule.AnchorMs, one.Schedule.Spec.Enabled, one.Schedule.Pause, one.State.NextRunAt)
        == (other.Schedule.Spec.Timing, other.Schedule.AnchorMs, other.Schedule.Spec.Enabled, other.Schedule.Pause, other.State.NextRunAt);

    private ScheduleTiming Any() => Timings[random.Next(Timings.Length)];

    private static ScheduleWish Wish(ScheduleTiming timing) =>
        new("s", null, null, Owned: false, "s", null, new ScheduleSpec { Timing = timing, Target = new Targets.HandlerTarget("h") });

    private static DateTimeOffset Moment(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
