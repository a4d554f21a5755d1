using RedisScheduler.Executions;
using RedisScheduler.Storage.Columns;

namespace RedisScheduler.Storage.History;

/// <summary>A row of <c>attempts</c>. <see cref="AttemptFold"/> says how events make it.</summary>
internal sealed record AttemptRow
{
    public string ExecutionId { get; init; } = "";
    public long Number { get; init; }

    /// <summary>How much the event that set the status knows of the attempt.</summary>
    public long Weight { get; init; }

    public string Status { get; init; } = "";
    public long? StartedAt { get; init; }
    public long? FinishedAt { get; init; }
    public string? Worker { get; init; }
    public string? ErrorType { get; init; }
    public string? ErrorMessage { get; init; }
    public string? ErrorDetails { get; init; }

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
