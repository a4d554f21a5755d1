using RedisScheduler.Executions;
using RedisScheduler.Storage.Columns;

namespace RedisScheduler.Storage.History;

/// <summary>A row of <c>executions</c>. <see cref="RunFold"/> says how events make it.</summary>
internal sealed record ExecutionRow
{
    public string Id { get; init; } = "";
    public string Scope { get; init; } = "";
    public string ScheduleId { get; init; } = "";
    public string? WorkflowId { get; init; }
    public string? Producer { get; init; }
    public string Trigger { get; init; } = "";
    public long ScheduledAt { get; init; }
    public long? EnqueuedAt { get; init; }
    public long? StartedAt { get; init; }
    public long? FinishedAt { get; init; }
    public string Status { get; init; } = "";

    /// <summary>The rank of the event that set the status; -1 before the first.</summary>
    public long StatusRank { get; init; } = -1;

    public string? Reason { get; init; }
    public long Attempts { get; init; }
    public string? Worker { get; init; }
    public string? ErrorType { get; init; }
    public string? ErrorMessage { get; init; }
    public string? ErrorDetails { get; init; }

    /// <summary>The rank of the last event that ended an attempt, which error, output and HTTP status are of.</summary>
    public long OutcomeRank { get; init; } = -1;

    public string? Output { get; init; }
    public long? HttpStatus { get; init; }
    public string? Payload { get; init; }
    public long Occurrences { get; init; } = 1;
    public long? ScheduledTo { get; init; }

    /// <summary>Whether more is known than the run's making, whose token is 0.</summary>
    public bool MayHaveAttempts => StatusRank >= 10;

    public bool HasEnded => Ended(Status);

    public ExecutionError? Error => ErrorType is null ? null : new ExecutionError(ErrorType, ErrorMessage ?? "", ErrorDetails);

    /// <summary>Whether a status, as its word, is an end.</summary>
    public static bool Ended(string status) => status is not ("queued" or "running" or "retrying");

    public Execution ToExecution() =>
        new()
        {
            Id = Id,
            Scope = Scope,
            ScheduleId = ScheduleId,
            WorkflowId = WorkflowId,
            Producer = Producer,
            Trigger = Word.Read<ExecutionTrigger>(Trigger),
            ScheduledAt = ScheduledAt.ToMoment(),
            EnqueuedAt = EnqueuedAt.ToMoment(),
            StartedAt = StartedAt.ToMoment(),
            FinishedAt = FinishedAt.ToMoment(),
            DurationMs = FinishedAt - StartedAt,
            LatenessMs = StartedAt - ScheduledAt,
            Status = Word.Read<ExecutionStatus>(Status),
            Reason = Reason,
            Attempts = (int)Attempts,
            Worker = Worker,
            Error = Error,
            Output = Output,
            HttpStatus = (int?)HttpStatus,
            Payload = Payload,
            Count = (int)Occurrences,
            ScheduledTo = ScheduledTo.ToMoment(),
        };
}
