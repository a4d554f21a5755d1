namespace RedisScheduler.Executions;

/// <summary>
/// A fact about a job, written to the outbox in the same atomic step as the change itself. It carries the identity of the run and what is known at that moment; what is <c>null</c>
/// is unknown or unchanged. Applying the same event twice, or the started event after the ended one, changes nothing: <see cref="Rank"/> decides.
/// </summary>
public sealed record JobEvent
{
    /// <summary>The job's id, which is the execution's.</summary>
    public required string Id { get; init; }

    /// <summary>The status from now on.</summary>
    public required ExecutionStatus Status { get; init; }

    /// <summary>The attempt that this is about; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>The tenant.</summary>
    public string? Scope { get; init; }

    /// <summary>The schedule's id in its scope.</summary>
    public string? ScheduleId { get; init; }

    /// <summary>The workflow, if any.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>The producer, if any.</summary>
    public string? Producer { get; init; }

    /// <summary>What made the run.</summary>
    public ExecutionTrigger? Trigger { get; init; }

    /// <summary>The nominal due time, unix milliseconds.</summary>
    public long? ScheduledMs { get; init; }

    /// <summary>When it was queued.</summary>
    public long? EnqueuedMs { get; init; }

    /// <summary>When this attempt started.</summary>
    public long? StartedMs { get; init; }

    /// <summary>When this attempt ended.</summary>
    public long? FinishedMs { get; init; }

    /// <summary>How the attempt itself ended, where that differs from <see cref="Status"/>: an attempt that failed or was lost while the run goes on.</summary>
    public ExecutionStatus? AttemptStatus { get; init; }

    /// <summary>Why: the run in the way, the misfire policy, who cancelled.</summary>
    public string? Reason { get; init; }

    /// <summary>The name of the API key that asked for the run; <c>null</c> where none did.</summary>
    public string? AskedBy { get; init; }

    /// <summary>The public part of that key.</summary>
    public string? AskedByKey { get; init; }

    /// <summary>The worker.</summary>
    public string? Worker { get; init; }

    /// <summary>What went wrong.</summary>
    public ExecutionError? Error { get; init; }

    /// <summary>What the target answered.</summary>
    public string? Output { get; init; }

    /// <summary>The HTTP status, where there is one.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>How many identical occurrences this row stands for (misses in a row); 1 unless said.</summary>
    public int Count { get; init; } = 1;

    /// <summary>The nominal due time of the last of them.</summary>
    public long? ScheduledToMs { get; init; }

    /// <summary>The payload where the run has one of its own (run now); else <c>null</c>.</summary>
    public string? Payload { get; init; }

    /// <summary>The schedule's next nominal due time after this firing; see <see cref="SetsNextDue"/>.</summary>
    public long? NextDueMs { get; init; }

    /// <summary>Whether this event tells of the schedule's next due time (then <see cref="NextDueMs"/> <c>null</c> means that it is completed).</summary>
    public bool SetsNextDue { get; init; }

    /// <summary>The how-manieth occurrence of its schedule this is among those that are fired and not skipped; only in the event of its making.</summary>
    public long? RunNumber { get; init; }

    /// <summary>
    /// The fencing token of the lease that this is about; what happens to a run between leases (promoted, requeued, cancelled) draws a number of its own from the same counter.
    /// 0 for its making. Numbers only grow, so they order what happened also where the attempt stays the same (handed back) or the run had ended (requeued by hand).
    /// </summary>
    public long Token { get; init; }

    /// <summary>The order of a run's states: by <see cref="Token"/>, and within a lease running, waiting again, ended.</summary>
    public long Rank => (Token * 10) + Status switch
    {
        ExecutionStatus.Running => 1,
        ExecutionStatus.Queued or ExecutionStatus.Retrying => 2,
        _ => 9,
    };
}

/// <summary>What went wrong.</summary>
/// <param name="Type">An exception's type name, or a word of ours such as <c>http.status</c>.</param>
/// <param name="Message">In one sentence.</param>
/// <param name="Details">More, such as a stack trace; at most 16 KiB.</param>
public sealed record ExecutionError(string Type, string Message, string? Details = null);
