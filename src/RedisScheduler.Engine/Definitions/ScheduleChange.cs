using RedisScheduler.Definitions;
using RedisScheduler.Engine.Sync;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Engine.Definitions;

/// <summary>Decides what a schedule becomes. Pure: the same input gives the same answer.</summary>
/// <param name="Scope">The tenant.</param>
/// <param name="Now">The moment of the change.</param>
/// <param name="Errors">Where mistakes are noted that only the present state shows.</param>
internal sealed record ScheduleChange(string Scope, DateTimeOffset Now, FieldErrors Errors)
{
    /// <summary>
    /// The schedule as it shall be; the one that is there where nothing differs, so that it keeps its revision. Creation, the anchor of an unchanged interval and the next due
    /// time of an unchanged timing are kept.
    /// </summary>
    public ScheduleView Save(ScheduleView? before, ScheduleWish wish, Pause? pause, bool runnable)
    {
        var old = before?.Schedule;
        var timingChanged = old is null || old.Spec.Timing.ToJson() != wish.Spec.Timing.ToJson();
        if (timingChanged)
        {
            TimingReader.CheckFuture(wish.Spec.Timing, Now, wish.Path, Errors);
        }

        if (Errors.Any)
        {
            return before ?? new ScheduleView(New(wish, pause, runnable, null), new ScheduleState());
        }

        if (old is not null && !timingChanged && wish.IsMetBy(old) && old.Pause == pause && old.WorkflowRunnable == runnable)
        {
            return before!;
        }

        var schedule = New(wish, pause, runnable, old);
        return new ScheduleView(schedule, State(before, schedule, timingChanged));
    }

    /// <summary>The same schedule with another pause, or none; one that is no longer paused is next due at its first due time after now.</summary>
    public ScheduleView Pause(ScheduleView before, Pause? pause) => Save(before, ScheduleWish.Of(before.Schedule), pause, before.Schedule.WorkflowRunnable);

    private Schedule New(ScheduleWish wish, Pause? pause, bool runnable, Schedule? old) =>
        new()
        {
            Scope = Scope,
            Id = wish.Id,
            WorkflowId = wish.WorkflowId,
            Producer = wish.Producer,
            OwnedByWorkflow = wish.Owned,
            Name = wish.Name,
            Description = wish.Description,
            Spec = wish.Spec,
            Pause = pause,
            WorkflowRunnable = runnable,
            AnchorMs = old is not null && CountsAlike(old.Spec.Timing, wish.Spec.Timing) ? old.AnchorMs : Now.ToUnixTimeMilliseconds(),
            SyncedRevision = old?.SyncedRevision ?? 0,
            CreatedAt = old?.CreatedAt ?? Now,
            UpdatedAt = Now,
        };

    // A change of anything else (a window, a jitter) must not shift the phase of an interval.
    private static bool CountsAlike(ScheduleTiming one, ScheduleTiming other) =>
        (one.Interval, one.Cron, one.StartAt) == (other.Interval, other.Cron, other.StartAt);

    private ScheduleState State(ScheduleView? before, Schedule schedule, bool timingChanged)
    {
        var state = before?.State ?? new ScheduleState();
        var old = before?.Schedule;
        var runs = schedule.Spec.Enabled && schedule.WorkflowRunnable;
        var ran = old is not null && old.Spec.Enabled && old.WorkflowRunnable;
        if (old?.Pause is not null && schedule.Pause is null)
        {
            // Whoever resumes it gives it all its chances again.
            state = state with { FailuresInARow = 0 };
        }

        if (!timingChanged && (state.Completed || (runs == ran && old!.Pause == schedule.Pause)))
        {
            return state;
        }

        var spent = schedule.Spec.Timing.MaxRuns <= state.FiredCount;
        var completed = runs && (spent || (!(before is null && schedule.Spec.Timing.RunImmediately) && After(schedule, Now) is null));
        return state with { NextRunAt = runs && !spent ? NextRun(before is null, schedule) : null, Completed = completed, Tzdb = Zones.TzdbVersion };
    }

    private DateTimeOffset? NextRun(bool isNew, Schedule schedule)
    {
        if (schedule.Pause?.Holds(Now) == true)
        {
            return schedule.Pause.Until is { } until ? After(schedule, until) : null;
        }

        return isNew ? Moment(NextDue.First(schedule.Spec.Timing, schedule.AnchorMs, Now)) : After(schedule, Now);
    }

    private static DateTimeOffset? After(Schedule schedule, DateTimeOffset moment) => Moment(NextDue.For(schedule.Spec.Timing, schedule.AnchorMs, moment));

    private static DateTimeOffset? Moment(long? ms) => ms is { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;
}
