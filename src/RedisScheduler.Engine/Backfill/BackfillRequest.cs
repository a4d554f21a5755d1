using RedisScheduler.Executions;
using RedisScheduler.Schedules;

namespace RedisScheduler.Engine.Backfill;

/// <summary>A wish to run due times of the past.</summary>
/// <param name="From">Due at or after.</param>
/// <param name="To">Due before; not in the future.</param>
/// <param name="Overlap">
/// The policy of its runs among each other and beside those of the schedule, apart from the schedule's own; <c>null</c> is <see cref="OverlapPolicy.Allow"/>, which queues all at once.
/// <see cref="OverlapPolicy.BufferAll"/> runs them one after the other.
/// </param>
/// <param name="Max">How many due times the range may have, 1 to <see cref="MostRuns"/>; <c>null</c> for <see cref="DefaultRuns"/>.</param>
/// <param name="DryRun">Whether to say only what would be made.</param>
public sealed record BackfillRequest(DateTimeOffset From, DateTimeOffset To, OverlapPolicy? Overlap = null, int? Max = null, bool DryRun = false)
{
    /// <summary>How many due times a range may have where its request does not say.</summary>
    public const int DefaultRuns = 100;

    /// <summary>How many due times a range may have at all.</summary>
    public const int MostRuns = 10_000;

    /// <summary>How many due times a range may have whose runs wait for each other: no more than may wait.</summary>
    public const int MostBuffered = 1_000;
}

/// <summary>What a backfill made, or would make.</summary>
/// <param name="DueTimes">The due times that it runs.</param>
/// <param name="ExecutionIds">Their runs, in the same order.</param>
/// <param name="Skipped">How many due times the overlap policy skipped; each has its row.</param>
/// <param name="AlreadyThere">How many due times of the range a backfill made before; they are not run again.</param>
public sealed record BackfillResult(IReadOnlyList<DateTimeOffset> DueTimes, IReadOnlyList<string> ExecutionIds, int Skipped, int AlreadyThere);

/// <summary>How far the backfill of a range is.</summary>
/// <param name="Expected">Due times of the range by the schedule's present rules.</param>
/// <param name="ByStatus">Its backfill runs by status; a status without runs is absent.</param>
public sealed record BackfillProgress(int Expected, IReadOnlyDictionary<ExecutionStatus, int> ByStatus);
