using RedisScheduler.Calendars;
using RedisScheduler.Definitions;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Engine.Calendars;

/// <summary>The calendars that a request names, looked up before the change of the definition begins.</summary>
internal sealed class CalendarBook
{
    /// <summary>No calendars.</summary>
    internal static readonly CalendarBook Empty = new([]);

    private readonly Dictionary<string, CalendarDates> calendars;

    private CalendarBook(IEnumerable<Calendar> found) => calendars = found.ToDictionary(calendar => calendar.Id, calendar => calendar.ForTimings(), StringComparer.Ordinal);

    /// <summary>Looks up calendars; asks nothing of the store where there are no names.</summary>
    internal static async Task<CalendarBook> LoadAsync(ICalendarStore store, string scope, IEnumerable<string> names, CancellationToken cancel)
    {
        var ids = names.ToHashSet(StringComparer.Ordinal);
        return ids.Count == 0 ? Empty : new CalendarBook(await store.FindAsync(scope, ids, cancel));
    }

    /// <summary>The calendars that a timing names.</summary>
    internal static IEnumerable<string> NamesIn(ScheduleTiming timing) => timing.Exclusions?.Calendars.Select(calendar => calendar.Id) ?? [];

    /// <summary>The same spec with the dates of its calendars.</summary>
    /// <param name="spec">A spec that names calendars.</param>
    /// <param name="before">The timing that was; its dates stand for calendars that were named by it and not looked up.</param>
    /// <param name="path">The path of its fields in the request.</param>
    /// <param name="errors">Where names that nothing is known of are noted.</param>
    internal ScheduleSpec Fill(ScheduleSpec spec, ScheduleTiming? before, string path, FieldErrors errors) =>
        spec with { Timing = Fill(spec.Timing, before, path, errors) };

    /// <summary>The same timing with the dates of its calendars.</summary>
    internal ScheduleTiming Fill(ScheduleTiming timing, ScheduleTiming? before, string path, FieldErrors errors)
    {
        if (timing.Exclusions is not { Calendars.Count: > 0 } exclusions)
        {
            return timing;
        }

        var filled = new List<CalendarDates>(exclusions.Calendars.Count);
        foreach (var named in exclusions.Calendars)
        {
            var found = Find(named, before);
            errors.AddIf($"{FieldErrors.Path(path, "calendars")}[{filled.Count}]", found is null ? $"There is no calendar '{named.Id}'." : null);
            filled.Add(found ?? named);
        }

        return timing with { Exclusions = exclusions with { Calendars = filled } };
    }

    private CalendarDates? Find(CalendarDates named, ScheduleTiming? before) =>
        calendars.GetValueOrDefault(named.Id) ?? before?.Exclusions?.Calendars.FirstOrDefault(known => known.Id == named.Id);
}
