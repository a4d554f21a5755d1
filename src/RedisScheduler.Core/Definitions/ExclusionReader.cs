using System.Text.Json;
using RedisScheduler.Timing;

namespace RedisScheduler.Definitions;

/// <summary>Reads what a timing leaves out: <c>exclude</c>, a list of cron expressions, and <c>calendars</c>, a list of ids.</summary>
public static class ExclusionReader
{
    /// <summary>The calendars that an object names, before the whole is read; empty where it names none that could be one.</summary>
    public static IReadOnlyList<string> CalendarNames(JsonElement body) =>
        Read(new ObjectReader(body, "", new FieldErrors())) is { } exclusions ? [.. exclusions.Calendars.Select(calendar => calendar.Id)] : [];

    /// <summary>Reads both; <c>null</c> where neither says anything. The dates of the calendars are for the caller to fill in.</summary>
    internal static Exclusions? Read(ObjectReader reader)
    {
        var crons = reader.List("exclude", Exclusions.MaxCrons) ?? [];
        var calendars = reader.List("calendars", Exclusions.MaxCalendars) ?? [];
        return crons.Count + calendars.Count == 0 ? null
            : new Exclusions
            {
                Crons = [.. crons.Select(item => Text(reader, item, CronFault))],
                Calendars = [.. calendars.Select(item => new CalendarDates { Id = Text(reader, item, IdText.Fault) })],
            };
    }

    // What cannot be read keeps its place, so that what is wrong with the others is told at theirs.
    private static string Text(ObjectReader reader, (string Path, JsonElement Value) item, Func<string, string?> fault)
    {
        var text = JsonWords.Text(item.Value);
        reader.Errors.AddIf(item.Path, text is null ? $"Must be a string, not {JsonWords.Kind(item.Value)}." : fault(text));
        return text ?? "";
    }

    private static string? CronFault(string text) => text.Length > TimingReader.MaxCron ? $"Must be at most {TimingReader.MaxCron} characters, not {text.Length}." : null;
}
