using RedisScheduler.Engine.Calendars;
using RedisScheduler.Schedules;

namespace RedisScheduler.Engine.Sync;

/// <summary>Due times that were computed with what has changed since without anybody's change of the definition: dates of calendars, the rules of zones; and definitions that were changed past the API.</summary>
internal sealed class Renewal(CurrentCalendars calendars, DateTimeOffset now)
{
    /// <summary>The schedule as it has to be written, or <c>null</c> where there is nothing to do.</summary>
    internal ScheduleView? Of(ScheduleView view)
    {
        var dated = CalendarUpdate.Of(view, calendars, now);
        return HandUpdate.Of(dated ?? view, now) ?? ZoneUpdate.Of(dated ?? view, now) ?? dated;
    }
}
