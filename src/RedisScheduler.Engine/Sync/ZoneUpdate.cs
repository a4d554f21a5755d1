using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Engine.Sync;

/// <summary>Due times that an older time zone database computed. Zones change by law, so the next due time of a cron may be an hour off after an update.</summary>
internal static class ZoneUpdate
{
    /// <summary>
    /// The schedule with its next due time computed by this process's database, or <c>null</c> where there is nothing to do. Only a newer database counts, so that processes of two
    /// versions do not take turns; a due time that has passed stays for the misfire policy.
    /// </summary>
    internal static ScheduleView? Of(ScheduleView view, DateTimeOffset now)
    {
        var (schedule, state) = (view.Schedule, view.State);
        var timing = schedule.Spec.Timing;
        if (timing.Cron is null || state.Completed || state.Tzdb is null || string.CompareOrdinal(state.Tzdb, Zones.TzdbVersion) >= 0
            || !CronSchedule.TryParse(timing.Cron, out _, out _) || !Zones.IsKnown(timing.TimeZone))
        {
            return null;
        }

        var next = state.NextRunAt;
        if (next > now && NextDue.For(timing, schedule.AnchorMs, Later(now, schedule.LongestPause?.Until)) is { } due)
        {
            next = DateTimeOffset.FromUnixTimeMilliseconds(due);
        }

        return new ScheduleView(schedule with { Revision = 0 }, state with { NextRunAt = next, Tzdb = Zones.TzdbVersion });
    }

    private static DateTimeOffset Later(DateTimeOffset now, DateTimeOffset? other) => other > now ? other.Value : now;
}
