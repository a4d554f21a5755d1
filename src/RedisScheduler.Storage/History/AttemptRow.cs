using RedisScheduler.Executions;
using RedisScheduler.Storage.Columns;

namespace RedisScheduler.Storage.History;

/// <summary>A row of <c>attempts</c>. <see cref="AttemptFold"/> says how events make it.</summary>
internal sealed record AttemptRow
{
    public string ExecutionId { get; init; } = "";
    public long Number { get; init; }

    /// <summary>The rank of the event that the row is of, and more if that was the attempt's end.</summary>
    public long Weight { get; init; }

    public string Status { get; init; } = "";
    public long? StartedAt { get; init; }
    public long? FinishedAt { get; init; }
    public string? Worker { get; init; }
    public string? ErrorType { get; init; }
    public string? ErrorMessage { get; init; }
    public string? ErrorDetails { get; init; }

    /// <summary>False where it was handed back, or is only waited for.</summary>
    public bool HasBegun => Status != "queued";

    public Attempt ToAttempt() =>
        new(
            (int)Number,
            Word.Read<ExecutionStatus>(Status),
            StartedAt.ToMoment(),
            FinishedAt.ToMoment(),
            FinishedAt - StartedAt,
            ErrorType is null ? null : new ExecutionError(ErrorType, ErrorMessage ?? "", ErrorDetails),
            Worker
        );
}
