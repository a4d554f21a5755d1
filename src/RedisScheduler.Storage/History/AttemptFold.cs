using RedisScheduler.Executions;
using RedisScheduler.Storage.Columns;

namespace RedisScheduler.Storage.History;

/// <summary>
/// How the events of a run make the rows of its attempts, in whatever order they come: how an attempt ended stands above all else that is known of it, and the rest goes by rank. An
/// attempt that was handed back is <c>queued</c>, which means that it has not begun; its number is used again.
/// </summary>
internal static class AttemptFold
{
    private const long EndsWeigh = 1L << 60;

    /// <summary>Whether an event tells how its attempt ended. A run that is cancelled while it waits tells of none.</summary>
    public static bool Ends(JobEvent fact) =>
        fact.Attempt > 0
        && fact.Status switch
        {
            ExecutionStatus.Running => false,
            ExecutionStatus.Queued => fact.AttemptStatus is not null,
            ExecutionStatus.Cancelled => fact.AttemptStatus is not null || fact.StartedMs is not null,
            _ => true,
        };

    /// <summary>What an event tells of an attempt; <c>null</c> when it tells of none.</summary>
    public static AttemptRow? Of(JobEvent fact)
    {
        var ends = Ends(fact);
        if (fact.Attempt < 1 || (!ends && fact.Status == ExecutionStatus.Cancelled))
            return null;
        var status = fact.AttemptStatus ?? (fact.Status == ExecutionStatus.Retrying ? ExecutionStatus.Failed : fact.Status);
        return new AttemptRow
        {
            ExecutionId = fact.Id,
            Number = fact.Attempt,
            Weight = Weigh(ends, fact.Rank),
            Status = Word.Of(status),
            StartedAt = fact.StartedMs,
            FinishedAt = ends ? fact.FinishedMs : null,
            Worker = StoredText.Clean(fact.Worker),
            ErrorType = StoredText.Clean(fact.Error?.Type),
            ErrorMessage = StoredText.Clean(fact.Error?.Message),
            ErrorDetails = StoredText.Clean(fact.Error?.Details),
        };
    }

    /// <summary>Both together: the heavier one, and where it is an end, start and worker of the other if it has none itself.</summary>
    public static AttemptRow Merge(AttemptRow one, AttemptRow other)
    {
        var (heavy, light) = other.Weight > one.Weight ? (other, one) : (one, other);
        return heavy.Weight < EndsWeigh ? heavy : heavy with { StartedAt = heavy.StartedAt ?? light.StartedAt, Worker = heavy.Worker ?? light.Worker };
    }

    /// <summary>The attempt that a run's own row tells of: its first, where it is the only one and runs or has ended the run. It needs no row of its own.</summary>
    public static AttemptRow? ToldBy(ExecutionRow run) =>
        run.Attempts != 1 || !(run.HasEnded || run.Status == "running")
            ? null
            : new AttemptRow
            {
                ExecutionId = run.Id,
                Number = 1,
                Weight = Weigh(run.HasEnded, run.StatusRank),
                Status = run.Status,
                StartedAt = run.StartedAt,
                FinishedAt = run.FinishedAt,
                Worker = run.Worker,
                ErrorType = run.ErrorType,
                ErrorMessage = run.ErrorMessage,
                ErrorDetails = run.ErrorDetails,
            };

    /// <summary>The attempts of a run as they are shown. One that was running when the run ended without a word of it, as by a cancellation after its worker died, ended with the run.</summary>
    public static IEnumerable<AttemptRow> Shown(ExecutionRow run, IReadOnlyCollection<AttemptRow> stored)
    {
        if (stored.Count == 0)
            return ToldBy(run) is { } only ? [only] : [];
        return stored
            .Where(attempt => attempt.HasBegun)
            .Select(attempt => run.HasEnded && attempt.Status == "running" ? attempt with { Status = run.Status, FinishedAt = run.FinishedAt } : attempt);
    }

    private static long Weigh(bool ends, long rank) => ends ? EndsWeigh + rank : rank;
}
