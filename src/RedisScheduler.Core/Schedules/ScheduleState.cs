using RedisScheduler.Executions;

namespace RedisScheduler.Schedules;

/// <summary>What has become of a schedule so far, kept by the Recorder beside the definition. Null and zero until the first run.</summary>
public sealed record ScheduleState
{
    /// <summary>The next nominal due time; <c>null</c> when there is none.</summary>
    public DateTimeOffset? NextRunAt { get; init; }

    /// <summary>When its last run started.</summary>
    public DateTimeOffset? LastRunAt { get; init; }

    /// <summary>The status of the newest run.</summary>
    public ExecutionStatus? LastStatus { get; init; }

    /// <summary>Runs that ended, whatever their outcome; skipped and missed occurrences do not count.</summary>
    public long RunCount { get; init; }

    /// <summary>Runs that ended other than succeeded or cancelled.</summary>
    public long ErrorCount { get; init; }

    /// <summary>Failed runs since the last one that succeeded, or since the schedule was resumed.</summary>
    public int FailuresInARow { get; init; }

    /// <summary>When the first of <see cref="FailuresInARow"/> ended; of no meaning while there are none.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>
    /// Occurrences that were fired and not skipped: what <see cref="Timing.ScheduleTiming.MaxRuns"/> counts. Runs that somebody asked for do not count, and it outlives Redis.
    /// </summary>
    public long FiredCount { get; init; }

    /// <summary>The message of the last error.</summary>
    public string? LastError { get; init; }

    /// <summary>Whether its timing has no occurrence left.</summary>
    public bool Completed { get; init; }

    /// <summary>The tzdb version that <see cref="NextRunAt"/> was computed with.</summary>
    public string? Tzdb { get; init; }
}
