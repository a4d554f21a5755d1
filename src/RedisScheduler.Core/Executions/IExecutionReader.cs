using RedisScheduler.Storage;

namespace RedisScheduler.Executions;

/// <summary>Reads the execution history.</summary>
public interface IExecutionReader
{
    /// <summary>One run; <c>null</c> when there is none of this id in the scope.</summary>
    Task<Execution?> FindAsync(string scope, string id, CancellationToken cancel);

    /// <summary>The attempts of a run, oldest first.</summary>
    Task<IReadOnlyList<Attempt>> AttemptsAsync(string scope, string id, CancellationToken cancel);

    /// <summary>Runs by filter, newest due time first.</summary>
    Task<Page<Execution>> ListAsync(ExecutionQuery query, CancellationToken cancel);

    /// <summary>Counts and durations over a range, computed by the database.</summary>
    Task<ExecutionStats> StatsAsync(StatsQuery query, CancellationToken cancel);
}

/// <summary>A filter over runs; what is <c>null</c> does not filter.</summary>
public sealed record ExecutionQuery(string Scope)
{
    /// <summary>The schedule.</summary>
    public string? ScheduleId { get; init; }

    /// <summary>The workflow.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>The producer.</summary>
    public string? Producer { get; init; }

    /// <summary>The status.</summary>
    public ExecutionStatus? Status { get; init; }

    /// <summary>The trigger.</summary>
    public ExecutionTrigger? Trigger { get; init; }

    /// <summary>Due at or after.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Due before.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>1 to 500.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Where the page before ended, as <see cref="Page{T}.NextCursor"/> said.</summary>
    public string? Cursor { get; init; }
}

/// <summary>What statistics are asked for.</summary>
/// <param name="Scope">The tenant.</param>
/// <param name="ScheduleId">One schedule, or <c>null</c> for all.</param>
/// <param name="From">Due at or after.</param>
/// <param name="To">Due before.</param>
/// <param name="Bucket">The width of a bucket: one hour or one day (UTC).</param>
public sealed record StatsQuery(string Scope, string? ScheduleId, DateTimeOffset From, DateTimeOffset To, StatsBucketWidth Bucket);

/// <summary>The width of a bucket.</summary>
public enum StatsBucketWidth
{
    /// <summary>Hours of UTC.</summary>
    Hour,

    /// <summary>Days of UTC.</summary>
    Day,
}

/// <summary>Counts and durations of a range.</summary>
public record StatsTotals
{
    /// <summary>Rows of every status.</summary>
    public long Total { get; init; }

    /// <summary>Rows by status; a status without rows is absent.</summary>
    public IReadOnlyDictionary<ExecutionStatus, long> ByStatus { get; init; } = new Dictionary<ExecutionStatus, long>();

    /// <summary>Succeeded / (succeeded + failed + timedOut + lost), 0 to 1; <c>null</c> when none of these ended.</summary>
    public double? SuccessRate { get; init; }

    /// <summary>The mean duration of ended runs, milliseconds.</summary>
    public double? AvgDurationMs { get; init; }

    /// <summary>
    /// The median. Of more than 1,000 runs this and <see cref="P95DurationMs"/> come from counted durations: within some percent, and over all hours that the range touches (days, of
    /// one schedule).
    /// </summary>
    public double? P50DurationMs { get; init; }

    /// <summary>The 95th percentile.</summary>
    public double? P95DurationMs { get; init; }

    /// <summary>The mean lateness of started runs, milliseconds.</summary>
    public double? AvgLatenessMs { get; init; }
}

/// <summary>Statistics of a range, and of each bucket of it that has rows.</summary>
public sealed record ExecutionStats : StatsTotals
{
    /// <summary>By bucket, oldest first; buckets without rows are absent.</summary>
    public IReadOnlyList<StatsBucket> Buckets { get; init; } = [];
}

/// <summary>Statistics of one bucket; percentiles are not computed for buckets.</summary>
public sealed record StatsBucket : StatsTotals
{
    /// <summary>Its begin.</summary>
    public required DateTimeOffset At { get; init; }
}
