namespace RedisScheduler.Timing;

/// <summary>
/// When a schedule is due: exactly one of <see cref="Cron"/>, <see cref="Interval"/> and <see cref="At"/>, and what narrows it.
/// Data only: <see cref="TimingRules"/> says whether it is valid, <see cref="Occurrences"/> what it means.
/// </summary>
public sealed record ScheduleTiming
{
    /// <summary>A cron expression of 5 or 6 fields, or a macro. See <see cref="CronSchedule"/>.</summary>
    public string? Cron { get; init; }

    /// <summary>The time from one occurrence to the next, 100 ms to 3,650 days. Anchored, so that it never drifts.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>The one moment at which the schedule is due.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The IANA time zone in which <see cref="Cron"/> is read. Default UTC.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Nothing is due before it. The anchor of an interval, whose first occurrence it is.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Nothing is due after it; an occurrence at this very moment is.</summary>
    public DateTimeOffset? EndAt { get; init; }

    /// <summary>What becomes of times of <see cref="Cron"/> that do not exist. Default <see cref="Timing.DstGap.Next"/>.</summary>
    public DstGap DstGap { get; init; }

    /// <summary>What becomes of times of <see cref="Cron"/> that exist twice. Default <see cref="Timing.DstFold.Auto"/>.</summary>
    public DstFold DstFold { get; init; }

    /// <summary>Which of the due times are none; <c>null</c> where none is taken out.</summary>
    public Exclusions? Exclusions { get; init; }

    /// <summary>The longest deterministic delay of an occurrence, zero to one day. See <see cref="Occurrences.EffectiveAt"/>.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Whether the schedule also runs once at the moment it is saved. Applied by the engine.</summary>
    public bool RunImmediately { get; init; }

    /// <summary>After how many runs the schedule is completed; null for never. Applied by the engine.</summary>
    public long? MaxRuns { get; init; }

    /// <summary>Compact JSON in one canonical form: equal timings give equal text, so that it serves as a fingerprint.</summary>
    public string ToJson() => TimingJson.Write(this);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <param name="timeZone">The zone where the text names none.</param>
    /// <exception cref="System.Text.Json.JsonException">The text is not such JSON.</exception>
    public static ScheduleTiming FromJson(string json, string timeZone = "UTC") => TimingJson.Read(json, timeZone);
}
