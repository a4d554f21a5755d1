using RedisScheduler.Definitions;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Schedules;

namespace RedisScheduler.Engine.Calendars;

/// <summary>Schedules whose calendars have changed since their next due time was computed.</summary>
internal static class CalendarUpdate
{
    /// <summary>
    /// The schedule with today's dates and the next due time by them, or <c>null</c> where there is nothing to do. A due time that has passed and was not fired yet stays for the
    /// misfire policy: it was due by the dates of its moment.
    /// </summary>
    internal static ScheduleView? Of(ScheduleView view, CurrentCalendars calendars, DateTimeOffset now)
    {
        var (schedule, state) = (view.Schedule, view.State);
        var timing = calendars.Apply(schedule.Scope, schedule.Spec.Timing);
        if (ReferenceEquals(timing, schedule.Spec.Timing) || (state.Completed && timing.At is not null))
        {
            return null;
        }

        var change = new ScheduleChange(schedule.Scope, now, new FieldErrors());
        var after = change.Save(view, ScheduleWish.Of(schedule) with { Spec = schedule.Spec with { Timing = timing } }, schedule.Pause, schedule.WorkflowRunnable);
        var overdue = state.NextRunAt <= now && after.State.NextRunAt is not null;
        return ReferenceEquals(after, view) ? null
            : overdue ? after with { State = after.State with { NextRunAt = state.NextRunAt } }
            : after;
    }
}
