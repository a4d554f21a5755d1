using RedisScheduler.Api.Http;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Api.Schedules;

/// <summary>
/// When, what and how: exactly one of cron, interval and at, the rest is optional. Durations are written 30s, 5m, 1h30m, 1d or PT5M. Unknown fields are refused.
/// </summary>
internal record ProducerBody
{
    /// <summary>A cron expression of 5 or 6 fields (seconds first), or a macro such as @hourly.</summary>
    public string? Cron { get; init; }

    /// <summary>A duration from 100ms to 3650d.</summary>
    public string? Interval { get; init; }

    /// <summary>One moment, in the future.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>An IANA time zone; UTC by default.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Nothing is due before it; an interval counts from it.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Nothing is due after it.</summary>
    public DateTimeOffset? EndAt { get; init; }

    /// <summary>After so many occurrences the schedule is completed.</summary>
    public long? MaxRuns { get; init; }

    /// <summary>The longest deterministic delay of an occurrence, a duration up to 1d.</summary>
    public string? Jitter { get; init; }

    /// <summary>Whether it also runs once at the moment when it is first saved.</summary>
    public bool? RunImmediately { get; init; }

    /// <summary>What becomes of a wall-clock time that does not exist.</summary>
    public DstGap? DstGap { get; init; }

    /// <summary>What becomes of a wall-clock time that exists twice.</summary>
    public DstFold? DstFold { get; init; }

    /// <summary>Cron expressions of times that are left out, in the schedule's zone; one of five fields leaves whole minutes out. At most 50.</summary>
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>Ids of calendars whose dates are left out. At most 20.</summary>
    public IReadOnlyList<string>? Calendars { get; init; }

    /// <summary>What its jobs do; taken from the workflow where it has a target of its own.</summary>
    public TargetBody? Target { get; init; }

    /// <summary>Any JSON, at most 256 KiB.</summary>
    public RawJson? Payload { get; init; }

    /// <summary>The queue of its jobs; default by default.</summary>
    public string? Queue { get; init; }

    /// <summary>0 to 9, 0 first; 5 by default.</summary>
    public int? Priority { get; init; }

    /// <summary>How long an attempt may run, a duration; 5m by default.</summary>
    public string? Timeout { get; init; }

    /// <summary>How failed attempts are tried again.</summary>
    public RetryBody? Retry { get; init; }

    /// <summary>What happens to an occurrence while a run of the schedule is active; skip by default.</summary>
    public OverlapPolicy? Overlap { get; init; }

    /// <summary>What happens to occurrences that were missed.</summary>
    public MisfireBody? Misfire { get; init; }

    /// <summary>After how many failed runs in a row the schedule is paused, 1 to 1000; never by default.</summary>
    public int? PauseOnFailure { get; init; }

    /// <summary>How long after its due time an occurrence may not have started before an alert is sent, a duration from 1s to 30d; never by default.</summary>
    public string? AlertAfter { get; init; }

    /// <summary>After how many failed runs in a row an alert is sent, 1 to 1000; never by default.</summary>
    public int? AlertAfterFailures { get; init; }

    /// <summary>Labels.</summary>
    public IReadOnlyList<string>? Tags { get; init; }

    /// <summary>A schedule that is not enabled is kept and never due; true by default.</summary>
    public bool? Enabled { get; init; }

    /// <summary>A spec in the form in which it may be sent.</summary>
    public static ProducerBody Of(ScheduleSpec spec) =>
        new()
        {
            Cron = spec.Timing.Cron,
            Interval = spec.Timing.Interval is { } interval ? DurationText.Format(interval) : null,
            At = spec.Timing.At,
            TimeZone = spec.Timing.TimeZone,
            StartAt = spec.Timing.StartAt,
            EndAt = spec.Timing.EndAt,
            MaxRuns = spec.Timing.MaxRuns,
            Jitter = DurationText.Format(spec.Timing.Jitter),
            RunImmediately = spec.Timing.RunImmediately,
            DstGap = spec.Timing.DstGap,
            DstFold = spec.Timing.DstFold,
            Exclude = spec.Timing.Exclusions?.Crons ?? [],
            Calendars = [.. spec.Timing.Exclusions?.Calendars.Select(calendar => calendar.Id) ?? []],
            Target = TargetBody.Of(spec.Target),
            Payload = RawJson.Of(spec.Payload),
            Queue = spec.Queue,
            Priority = spec.Priority,
            Timeout = DurationText.Format(spec.Timeout),
            Retry = RetryBody.Of(spec.Retry),
            Overlap = spec.Overlap,
            Misfire = MisfireBody.Of(spec.Misfire),
            PauseOnFailure = spec.PauseOnFailure,
            AlertAfter = spec.AlertAfter is { } late ? DurationText.Format(late) : null,
            AlertAfterFailures = spec.AlertAfterFailures,
            Tags = spec.Tags,
            Enabled = spec.Enabled,
        };
}

/// <summary>Exponential backoff.</summary>
internal sealed record RetryBody
{
    /// <summary>Attempts in all, 1 to 100; 3 by default.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>The wait before the second attempt, a duration; 1s by default.</summary>
    public string? Delay { get; init; }

    /// <summary>By how much each further wait is longer, 1 to 100; 2 by default.</summary>
    public double? Factor { get; init; }

    /// <summary>The longest wait, a duration; 1h by default.</summary>
    public string? MaxDelay { get; init; }

    /// <summary>How waits are spread; full by default.</summary>
    public RetryJitter? Jitter { get; init; }

    public static RetryBody Of(RetryPolicy policy) =>
        new()
        {
            MaxAttempts = policy.MaxAttempts,
            Delay = DurationText.Format(policy.Delay),
            Factor = policy.Factor,
            MaxDelay = DurationText.Format(policy.MaxDelay),
            Jitter = policy.Jitter,
        };
}

/// <summary>What is done about due times that passed while nothing fired them.</summary>
internal sealed record MisfireBody
{
    /// <summary>fireOnce by default.</summary>
    public MisfireAction? Policy { get; init; }

    /// <summary>How late an occurrence may be before it counts as missed, a duration; 60s by default.</summary>
    public string? Threshold { get; init; }

    /// <summary>How far back catchUp looks, a duration; 1d by default.</summary>
    public string? CatchUpWindow { get; init; }

    /// <summary>How many missed occurrences catchUp runs at most, 1 to 10000; 100 by default.</summary>
    public int? MaxCatchUp { get; init; }

    public static MisfireBody Of(MisfirePolicy policy) =>
        new()
        {
            Policy = policy.Action,
            Threshold = DurationText.Format(policy.Threshold),
            CatchUpWindow = DurationText.Format(policy.CatchUpWindow),
            MaxCatchUp = policy.MaxCatchUp,
        };
}
