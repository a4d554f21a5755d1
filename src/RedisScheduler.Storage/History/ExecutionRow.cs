using RedisScheduler.Executions;
using RedisScheduler.Storage.Columns;

namespace RedisScheduler.Storage.History;

/// <summary>A row of <c>executions</c>. <see cref="RunFold"/> says how events make it; nothing else changes one.</summary>
internal sealed record ExecutionRow
{
    public string Id { get; set; } = "";
    public string Scope { get; set; } = "";
    public string ScheduleId { get; set; } = "";
    public string? WorkflowId { get; set; }
    public string? Producer { get; set; }
    public string Trigger { get; set; } = "";
    public long ScheduledAt { get; set; }
    public long? EnqueuedAt { get; set; }
    public long? StartedAt { get; set; }
    public long? FinishedAt { get; set; }
    public string Status { get; set; } = "";

    /// <summary>The rank of the event that set the status; -1 before the first.</summary>
    public long StatusRank { get; set; } = -1;

    public string? Reason { get; set; }
    public long Attempts { get; set; }
    public string? Worker { get; set; }
    public string? ErrorType { get; set; }
    public string? ErrorMessage { get; set; }
    public string? ErrorDetails { get; set; }

    /// <summary>The rank of the last event that ended an attempt, which error, output and HTTP status are of.</summary>
    public long OutcomeRank { get; set; } = -1;

    public string? Output { get; set; }
    public long? HttpStatus { get; set; }
    public string? Payload { get; set; }
    public long Occurrences { get; set; } = 1;
    public long? ScheduledTo { get; set; }

    /// <summary>Whether more is known than the run's making, whose token is 0.</summary>
    public bool MayHaveAttempts => StatusRank >= 10;

    /// <summary>Whether the id tells neither scope nor due time; see <see cref="RunId"/>.</summary>
    public bool IsForeign { get; set; }

    /// <summary>The name of its schedule in Redis and in <c>schedule_states</c>.</summary>
    public string ScheduleKey => Schedules.ScheduleKey.Of(Scope, ScheduleId);

    public bool HasEnded => !IsOpen(Status);

    /// <summary>The status where it has ended in another way than succeeded. Indexes know it in place of the status; see the migration <c>012_open_runs</c>.</summary>
    public string? EndedAs => HasEnded && Status != "succeeded" ? Status : null;

    /// <summary>When it ended, where that was more than a day after it was due.</summary>
    public long? EndedLate => FinishedAt - ScheduledAt > RollupBook.Day ? FinishedAt : null;

    public ExecutionError? Error => ErrorType is null ? null : new ExecutionError(ErrorType, ErrorMessage ?? "", ErrorDetails);

    /// <summary>Whether a run of this status has not ended.</summary>
    public static bool IsOpen(string status) => status is "queued" or "running" or "retrying";

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
