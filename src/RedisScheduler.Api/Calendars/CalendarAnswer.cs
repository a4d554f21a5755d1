using RedisScheduler.Calendars;

namespace RedisScheduler.Api.Calendars;

/// <summary>A calendar to be saved.</summary>
internal sealed record CalendarBody
{
    /// <summary>A name for people.</summary>
    public string? Name { get; init; }

    /// <summary>Days such as 2026-12-25, or days in a row such as 2026-12-24/2027-01-02; at most 1000.</summary>
    public required IReadOnlyList<string> Dates { get; init; }

    /// <summary>The IANA zone in which they are days; that of each schedule where it is absent.</summary>
    public string? TimeZone { get; init; }
}

/// <summary>A calendar.</summary>
internal sealed record CalendarAnswer
{
    public required string Id { get; init; }
    public required string Scope { get; init; }
    public required string? Name { get; init; }
    public required string? TimeZone { get; init; }
    public required IReadOnlyList<string> Dates { get; init; }
    public required long Revision { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    public static CalendarAnswer Of(Calendar calendar) =>
        new()
        {
            Id = calendar.Id,
            Scope = calendar.Scope,
            Name = calendar.Name,
            TimeZone = calendar.TimeZone,
            Dates = [.. calendar.Dates.Select(range => range.ToString())],
            Revision = calendar.Revision,
            CreatedAt = calendar.CreatedAt,
            UpdatedAt = calendar.UpdatedAt,
        };
}
