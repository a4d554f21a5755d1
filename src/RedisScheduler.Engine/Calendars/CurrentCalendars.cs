using RedisScheduler.Calendars;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Engine.Calendars;

/// <summary>Calendars as they are now, by scope and id.</summary>
internal sealed class CurrentCalendars
{
    private readonly Dictionary<(string Scope, string Id), CalendarDates> calendars = [];

    internal CurrentCalendars(params IEnumerable<Calendar> found)
    {
        foreach (var calendar in found)
        {
            calendars[(calendar.Scope, calendar.Id)] = calendar.ForTimings();
        }
    }

    /// <summary>Those that schedules name; asks nothing of the store where they name none.</summary>
    internal static async Task<CurrentCalendars> OfAsync(ICalendarStore store, IEnumerable<ScheduleView> views, CancellationToken cancel)
    {
        var found = new List<Calendar>();
        var named = views.SelectMany(view => CalendarBook.NamesIn(view.Schedule.Spec.Timing), (view, id) => (view.Schedule.Scope, Id: id)).Distinct();
        foreach (var scope in named.GroupBy(name => name.Scope, name => name.Id, StringComparer.Ordinal))
        {
            found.AddRange(await store.FindAsync(scope.Key, [.. scope], cancel));
        }

        return new CurrentCalendars(found);
    }

    /// <summary>The timing with today's dates; the same object where nothing differs. A calendar that is gone keeps the dates that it had.</summary>
    internal ScheduleTiming Apply(string scope, ScheduleTiming timing)
    {
        if (timing.Exclusions is not { Calendars.Count: > 0 } exclusions)
        {
            return timing;
        }

        var current = exclusions with { Calendars = [.. exclusions.Calendars.Select(known => calendars.GetValueOrDefault((scope, known.Id)) ?? known)] };
        return current == exclusions ? timing : timing with { Exclusions = current };
    }
}
