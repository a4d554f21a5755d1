using RedisScheduler.Calendars;
using RedisScheduler.Storage.Columns;
using RedisScheduler.Timing;

namespace RedisScheduler.Storage.Calendars;

/// <summary>A row of <c>calendars</c>.</summary>
internal sealed record CalendarRow
{
    public const string Upsert = """
        INSERT INTO calendars (scope, id, name, time_zone, dates, revision, created_at, updated_at)
        VALUES (@Scope, @Id, @Name, @TimeZone, @Dates, @Revision, @CreatedAt, @UpdatedAt)
        ON CONFLICT (scope, id) DO UPDATE SET
          name = excluded.name, time_zone = excluded.time_zone, dates = excluded.dates, revision = excluded.revision, updated_at = excluded.updated_at
        """;

    public string Scope { get; init; } = "";
    public string Id { get; init; } = "";
    public string? Name { get; init; }
    public string? TimeZone { get; init; }
    public string Dates { get; init; } = "";
    public long Revision { get; init; }
    public long CreatedAt { get; init; }
    public long UpdatedAt { get; init; }

    public static CalendarRow Of(Calendar calendar, long revision) =>
        new()
        {
            Scope = calendar.Scope,
            Id = calendar.Id,
            Name = calendar.Name,
            TimeZone = calendar.TimeZone,
            Dates = string.Join(' ', calendar.Dates),
            Revision = revision,
            CreatedAt = calendar.CreatedAt.ToUnixTimeMilliseconds(),
            UpdatedAt = calendar.UpdatedAt.ToUnixTimeMilliseconds(),
        };

    public Calendar ToCalendar() =>
        new()
        {
            Scope = Scope,
            Id = Id,
            Name = Name,
            TimeZone = TimeZone,
            Dates = [.. Dates.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Range)],
            Revision = Revision,
            CreatedAt = CreatedAt.ToMoment(),
            UpdatedAt = UpdatedAt.ToMoment(),
        };

    private static DateRange Range(string text) => DateRange.TryParse(text, out var range, out var error) ? range : throw new FormatException(error);
}
