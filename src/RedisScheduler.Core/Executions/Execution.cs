namespace RedisScheduler.Executions;

/// <summary>The history row of one run, or of an occurrence that did not run.</summary>
public sealed record Execution
{
    /// <summary>The job's id.</summary>
    public required string Id { get; init; }

    /// <summary>The tenant.</summary>
    public required string Scope { get; init; }

    /// <summary>The schedule.</summary>
    public required string ScheduleId { get; init; }

    /// <summary>The workflow, if any.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>The producer, if any.</summary>
    public string? Producer { get; init; }

    /// <summary>What made it.</summary>
    public required ExecutionTrigger Trigger { get; init; }

    /// <summary>The nominal due time.</summary>
    public required DateTimeOffset ScheduledAt { get; init; }

    /// <summary>When it was queued.</summary>
    public DateTimeOffset? EnqueuedAt { get; init; }

    /// <summary>When its first attempt started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>From the first start to the end, waits between attempts included; milliseconds.</summary>
    public long? DurationMs { get; init; }

    /// <summary>From the due time to the first start; milliseconds.</summary>
    public long? LatenessMs { get; init; }

    /// <summary>Its status.</summary>
    public required ExecutionStatus Status { get; init; }

    /// <summary>Why it was skipped, missed or cancelled.</summary>
    public string? Reason { get; init; }

    /// <summary>Attempts so far.</summary>
    public int Attempts { get; init; }

    /// <summary>The worker of the last attempt.</summary>
    public string? Worker { get; init; }

    /// <summary>The last error; <c>null</c> when it succeeded.</summary>
    public ExecutionError? Error { get; init; }

    /// <summary>What the target answered.</summary>
    public string? Output { get; init; }

    /// <summary>The HTTP status, where there is one.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The payload where this run had one of its own.</summary>
    public string? Payload { get; init; }

    /// <summary>How many identical occurrences this row stands for.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The nominal due time of the last of them.</summary>
    public DateTimeOffset? ScheduledTo { get; init; }
}

/// <summary>One try of a run.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="Status">Running, or how it ended: succeeded, failed, timedOut, cancelled, lost.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="FinishedAt">When it ended.</param>
/// <param name="DurationMs">Between the two.</param>
/// <param name="Error">What went wrong.</param>
/// <param name="Worker">Who ran it.</param>
public sealed record Attempt(
    int Number, ExecutionStatus Status, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, long? DurationMs, ExecutionError? Error, string? Worker);
