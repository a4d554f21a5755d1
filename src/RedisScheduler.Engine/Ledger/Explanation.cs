using RedisScheduler.Executions;

namespace RedisScheduler.Engine.Ledger;

/// <summary>Why a schedule did, or did not, run at a moment.</summary>
public sealed record Explanation
{
    /// <summary>The moment that was asked about.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The due time that it is; <c>null</c> where nothing was due.</summary>
    public required DateTimeOffset? ScheduledAt { get; init; }

    /// <summary>The same moment on the wall clock of the schedule's zone.</summary>
    public required string Local { get; init; }

    /// <summary>The word of the fact that decided.</summary>
    public required ExplainKind Verdict { get; init; }

    /// <summary>The answer in words.</summary>
    public required string Words { get; init; }

    /// <summary>Everything that bears on it, what decided first.</summary>
    public required IReadOnlyList<ExplainFact> Facts { get; init; }

    /// <summary>The entries of the ledger that stand for the due time.</summary>
    public required IReadOnlyList<Execution> Entries { get; init; }

    /// <summary>The due time before, by the rules of the moment.</summary>
    public required DateTimeOffset? Previous { get; init; }

    /// <summary>The due time after, by the rules of the moment.</summary>
    public required DateTimeOffset? Next { get; init; }
}

/// <summary>One thing that bears on the answer.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Text">The thing in words.</param>
public sealed record ExplainFact(ExplainKind Kind, string Text);

/// <summary>What may decide whether a schedule runs.</summary>
public enum ExplainKind
{
    /// <summary>It ran, or runs.</summary>
    Ran,

    /// <summary>It is queued and waits for a worker.</summary>
    Queued,

    /// <summary>A run was in the way.</summary>
    Skipped,

    /// <summary>Nothing fired it in time.</summary>
    Missed,

    /// <summary>It has more than one entry.</summary>
    Duplicate,

    /// <summary>The schedule did not exist yet.</summary>
    NotCreated,

    /// <summary>The schedule was deleted.</summary>
    Deleted,

    /// <summary>The schedule was not enabled, or its workflow a draft or archived.</summary>
    Inactive,

    /// <summary>The schedule, or its workflow, was paused.</summary>
    Paused,

    /// <summary>The whole scope was paused.</summary>
    ScopePaused,

    /// <summary>The moment is before startAt or after endAt.</summary>
    OutsideWindow,

    /// <summary>An exclusion took it out.</summary>
    Excluded,

    /// <summary>The clocks of the zone were put near the moment.</summary>
    ClockChange,

    /// <summary>The timing has no occurrence then.</summary>
    NotDue,

    /// <summary>The schedule had had all runs that it may have.</summary>
    MaxRuns,

    /// <summary>The moment is still to come.</summary>
    Future,

    /// <summary>It is due and not fired, or not recorded, yet.</summary>
    Pending,

    /// <summary>A change of the definition came before it was fired.</summary>
    Dropped,

    /// <summary>It should have an entry and has none.</summary>
    Lost,

    /// <summary>Its queue is paused.</summary>
    QueuePaused,

    /// <summary>No worker that is alive takes from its queue.</summary>
    NoWorker,

    /// <summary>Redis did not answer, so that queue and workers are not known.</summary>
    RedisAway,
}
