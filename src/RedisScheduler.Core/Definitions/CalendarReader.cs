using System.Text.Json;
using RedisScheduler.Calendars;
using RedisScheduler.Timing;

namespace RedisScheduler.Definitions;

/// <summary>A calendar as somebody asked for it.</summary>
/// <param name="Name">A name for people.</param>
/// <param name="TimeZone">The zone in which its dates are days; <c>null</c> for that of each schedule.</param>
/// <param name="Dates">Its dates.</param>
public sealed record CalendarDraft(string? Name, string? TimeZone, IReadOnlyList<DateRange> Dates);

/// <summary>Reads a calendar as <c>PUT /calendars/{id}</c> sends it.</summary>
public static class CalendarReader
{
    /// <summary>Reads a calendar.</summary>
    /// <exception cref="Errors.InvalidInputException">It is not valid; all mistakes are named.</exception>
    public static CalendarDraft Read(JsonElement body)
    {
        var errors = new FieldErrors();
        var reader = new ObjectReader(body, "", errors);
        var zone = reader.Text("timeZone", 100);
        errors.AddIf("timeZone", zone is null || Zones.IsKnown(zone) ? null : Zones.Unknown(zone).Message);
        reader.Require("dates");
        var draft = new CalendarDraft(reader.Text("name", WorkflowReader.MaxName), zone, Dates(reader));
        reader.Finish();
        errors.ThrowIfAny();
        return draft;
    }

    private static List<DateRange> Dates(ObjectReader reader)
    {
        var dates = new List<DateRange>();
        foreach (var (path, value) in reader.List("dates", Calendar.MaxDates) ?? [])
        {
            var text = JsonWords.Text(value);
            string? fault = null;
            if (text is null)
            {
                fault = $"Must be a date such as 2026-12-25, not {JsonWords.Kind(value)}.";
            }
            else if (DateRange.TryParse(text, out var range, out fault))
            {
                dates.Add(range);
            }

            reader.Errors.AddIf(path, fault);
        }

        return dates;
    }
}
