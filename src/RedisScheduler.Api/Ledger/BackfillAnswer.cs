using RedisScheduler.Engine.Backfill;
using RedisScheduler.Executions;
using RedisScheduler.Schedules;

namespace RedisScheduler.Api.Ledger;

/// <summary>Due times of the past to be run.</summary>
internal sealed record BackfillBody
{
    /// <summary>Due at or after.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Due before; not in the future.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>allow by default: all are queued at once; bufferAll runs them one after the other.</summary>
    public OverlapPolicy? Overlap { get; init; }

    /// <summary>How many due times the range may have, 1 to 10000, or 1000 where they wait for each other; 100 by default.</summary>
    public int? Max { get; init; }

    /// <summary>Whether to answer only what would be made; false by default.</summary>
    public bool? DryRun { get; init; }
}

/// <summary>What a backfill made, or would make.</summary>
/// <param name="Count">How many runs.</param>
/// <param name="ExecutionIds">Their ids.</param>
/// <param name="DueTimes">What they are due at, in the same order.</param>
/// <param name="Skipped">How many due times the overlap policy skipped.</param>
/// <param name="AlreadyThere">How many due times were backfilled before.</param>
/// <param name="DryRun">Whether nothing was made.</param>
internal sealed record BackfillAnswer(int Count, IReadOnlyList<string> ExecutionIds, IReadOnlyList<DateTimeOffset> DueTimes, int Skipped, int AlreadyThere, bool DryRun)
{
    public static BackfillAnswer Of(BackfillResult result, bool dryRun) =>
        new(result.ExecutionIds.Count, result.ExecutionIds, result.DueTimes, result.Skipped, result.AlreadyThere, dryRun);
}

/// <summary>How far the backfill of a range is.</summary>
/// <param name="Expected">Due times of the range.</param>
/// <param name="Made">Those that have a backfill run.</param>
/// <param name="Active">Of these, those that have not ended.</param>
/// <param name="Succeeded">Of these, those that succeeded.</param>
/// <param name="Failed">Of these, those that ended otherwise.</param>
internal sealed record BackfillProgressAnswer(int Expected, int Made, int Active, int Succeeded, int Failed)
{
    public static BackfillProgressAnswer Of(BackfillProgress progress)
    {
        var made = progress.ByStatus.Values.Sum();
        var active = Count(progress, ExecutionStatus.Queued) + Count(progress, ExecutionStatus.Running) + Count(progress, ExecutionStatus.Retrying);
        var succeeded = Count(progress, ExecutionStatus.Succeeded);
        return new BackfillProgressAnswer(progress.Expected, made, active, succeeded, made - active - succeeded);
    }

    private static int Count(BackfillProgress progress, ExecutionStatus status) => progress.ByStatus.GetValueOrDefault(status);
}
