using RedisScheduler.Timing;

namespace RedisScheduler.Calendars;

/// <summary>Named dates on which the schedules that name it are not due: public holidays, plant shutdowns.</summary>
public sealed record Calendar
{
    /// <summary>The most entries of <see cref="Dates"/>; a range of days is one.</summary>
    public const int MaxDates = 1_000;

    /// <summary>The tenant.</summary>
    public required string Scope { get; init; }

    /// <summary>Unique in its scope.</summary>
    public required string Id { get; init; }

    /// <summary>A name for people.</summary>
    public string? Name { get; init; }

    /// <summary>The zone in which the dates are days; <c>null</c> for the zone of each schedule.</summary>
    public string? TimeZone { get; init; }

    /// <summary>The dates, as they were given.</summary>
    public IReadOnlyList<DateRange> Dates { get; init; } = [];

    /// <summary>Grows with every change; 0 asks the store for a new one.</summary>
    public long Revision { get; init; }

    /// <summary>When it was first saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What a timing that names it carries of it.</summary>
    public CalendarDates ForTimings() => new() { Id = Id, TimeZone = TimeZone, Dates = Dates };
}
