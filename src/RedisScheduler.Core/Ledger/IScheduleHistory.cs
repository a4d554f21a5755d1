using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Ledger;

/// <summary>How schedules were due in the past. Written with each change of a definition, in its transaction.</summary>
public interface IScheduleHistory
{
    /// <summary>The revisions of a schedule, oldest first; empty where there never was one, or where its last is older than what is kept.</summary>
    Task<IReadOnlyList<ScheduleRevision>> OfAsync(string scope, string id, CancellationToken cancel);

    /// <summary>The pauses of a whole scope, oldest first.</summary>
    Task<IReadOnlyList<ScopePause>> ScopePausesAsync(string scope, CancellationToken cancel);

    /// <summary>Ids of all schedules of a scope that there are or were, after one, in their order, at most so many.</summary>
    Task<IReadOnlyList<string>> IdsAsync(string scope, string after, int limit, CancellationToken cancel);

    /// <summary>Deletes revisions that were followed by another, or ended with the schedule, before a moment; at most so many. Answers how many.</summary>
    Task<int> DeleteBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancel);
}

/// <summary>How a schedule was due from a moment on, until its next revision.</summary>
public sealed record ScheduleRevision
{
    /// <summary>The revision of the definition.</summary>
    public required long Revision { get; init; }

    /// <summary>From when on.</summary>
    public required long AtMs { get; init; }

    /// <summary>When it was due, with the dates of its calendars.</summary>
    public required ScheduleTiming Timing { get; init; }

    /// <summary>What intervals counted from.</summary>
    public required long AnchorMs { get; init; }

    /// <summary>Whether it ran at all: it was enabled, and its workflow active or paused.</summary>
    public required bool Runs { get; init; }

    /// <summary>Its pause, if any.</summary>
    public Pause? Pause { get; init; }

    /// <summary>The due time that the change decided; not after <see cref="AtMs"/> where it ran immediately, or kept an overdue one.</summary>
    public long? FirstDueMs { get; init; }

    /// <summary>The due time that had passed when the change came and was not fired, as far as was known; it and those after it were dropped by the change.</summary>
    public long? WaitingSinceMs { get; init; }

    /// <summary>Whether the schedule was deleted then.</summary>
    public bool Deleted { get; init; }
}

/// <summary>A pause of a whole scope that lasts, or lasted.</summary>
/// <param name="Pause">The pause.</param>
/// <param name="FromMs">From when.</param>
/// <param name="UntilMs">Until when; the greatest number where no end is known.</param>
public sealed record ScopePause(Pause Pause, long FromMs, long UntilMs);
