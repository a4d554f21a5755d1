using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Engine.Sync;

/// <summary>Definitions that somebody changed in the database, past the API: they are saved as they are, with a new revision and the next due time of what they say now.</summary>
internal static class HandUpdate
{
    /// <summary>
    /// The schedule as it has to be saved, or <c>null</c> where there is nothing to do. A due time that has passed and was not fired yet stays for the misfire policy.
    /// </summary>
    /// <exception cref="TimingException">What was written is no valid timing.</exception>
    internal static ScheduleView? Of(ScheduleView view, DateTimeOffset now)
    {
        var (schedule, state) = (view.Schedule, view.State);
        if (!schedule.ChangedByHand)
        {
            return null;
        }

        var next = state.NextRunAt;
        if (!(next <= now))
        {
            var due = NextDue.For(schedule.Spec.Timing, schedule.AnchorMs, schedule.LongestPause?.Until is { } until && until > now ? until : now);
            next = due is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;
        }

        return new ScheduleView(schedule with { Revision = 0, ChangedByHand = false, UpdatedAt = now }, state with { NextRunAt = next, Completed = next is null });
    }
}
