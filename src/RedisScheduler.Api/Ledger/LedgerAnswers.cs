using RedisScheduler.Api.Executions;
using RedisScheduler.Engine.Ledger;

namespace RedisScheduler.Api.Ledger;

/// <summary>Why a schedule did, or did not, run at a moment.</summary>
internal sealed record ExplainAnswer
{
    public required DateTimeOffset At { get; init; }

    /// <summary>The due time that it is; null where nothing was due.</summary>
    public required DateTimeOffset? ScheduledAt { get; init; }
    public required string Local { get; init; }
    public required ExplainKind Verdict { get; init; }

    /// <summary>The answer in words.</summary>
    public required string Words { get; init; }
    public required IReadOnlyList<ExplainFact> Facts { get; init; }

    /// <summary>The entries of the ledger for the due time.</summary>
    public required IReadOnlyList<ExecutionAnswer> Entries { get; init; }
    public required DateTimeOffset? Previous { get; init; }
    public required DateTimeOffset? Next { get; init; }

    public static ExplainAnswer Of(Explanation explanation) =>
        new()
        {
            At = explanation.At,
            ScheduledAt = explanation.ScheduledAt,
            Local = explanation.Local,
            Verdict = explanation.Verdict,
            Words = explanation.Words,
            Facts = explanation.Facts,
            Entries = [.. explanation.Entries.Select(ExecutionAnswer.Of)],
            Previous = explanation.Previous,
            Next = explanation.Next,
        };
}
