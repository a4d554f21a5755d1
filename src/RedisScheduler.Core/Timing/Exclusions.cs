namespace RedisScheduler.Timing;

/// <summary>
/// Which due times of a timing are none: those at whose wall-clock time, in the zone of the timing, one of the expressions matches, and those on a date of one of the calendars.
/// They are left out before anything else is decided, as Quartz's calendars and Temporal's <c>skip</c> do it: nothing expects them, and nothing makes them up.
/// </summary>
public sealed record Exclusions
{
    /// <summary>The most expressions.</summary>
    public const int MaxCrons = 50;

    /// <summary>The most calendars.</summary>
    public const int MaxCalendars = 20;

    /// <summary>Cron expressions. One of five fields takes whole minutes out, one of six whole seconds.</summary>
    public IReadOnlyList<string> Crons { get; init; } = [];

    /// <summary>Calendars, each with the dates that it had when the schedule was saved or the calendar was last changed.</summary>
    public IReadOnlyList<CalendarDates> Calendars { get; init; } = [];

    /// <summary>Equal where both lists are, item by item.</summary>
    public bool Equals(Exclusions? other) => other is not null && Crons.SequenceEqual(other.Crons, StringComparer.Ordinal) && Calendars.SequenceEqual(other.Calendars);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Crons.Count, Crons.Count == 0 ? null : Crons[0], Calendars.Count, Calendars.Count == 0 ? null : Calendars[0]);
}

/// <summary>The dates of one calendar, as a timing carries them.</summary>
public sealed record CalendarDates
{
    /// <summary>The calendar's id in the scope of the schedule.</summary>
    public required string Id { get; init; }

    /// <summary>The zone in which the dates are days; <c>null</c> for the zone of the timing.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The dates.</summary>
    public IReadOnlyList<DateRange> Dates { get; init; } = [];

    /// <summary>Compact JSON of several, for storage beside a definition.</summary>
    public static string ToJson(IReadOnlyList<CalendarDates> calendars) => TimingJson.Write(calendars);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="System.Text.Json.JsonException">The text is not such JSON.</exception>
    public static IReadOnlyList<CalendarDates> FromJson(string json) => TimingJson.ReadCalendars(json);

    /// <summary>Equal where id, zone and all dates are.</summary>
    public bool Equals(CalendarDates? other) => other is not null && (Id, TimeZone) == (other.Id, other.TimeZone) && Dates.SequenceEqual(other.Dates);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, TimeZone, Dates.Count, Dates.Count == 0 ? default : Dates[^1]);
}
