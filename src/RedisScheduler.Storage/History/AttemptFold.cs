using RedisScheduler.Executions;
using RedisScheduler.Storage.Columns;

namespace RedisScheduler.Storage.History;

/// <summary>
/// How the events of a run make the rows of its attempts, in whatever order they come. An end of the run tells least of the attempt where the attempt had ended before, as when a
/// run is cancelled while it waits for its next one; so events weigh: started 1, run ended without a start 2, attempt ended 3, run ended with it 4.
/// </summary>
internal static class AttemptFold
{
    private const long Started = 1;
    private const long RunEnded = 2;
    private const long AttemptEnded = 3;
    private const long BothEnded = 4;

    /// <summary>Whether an event shows that its attempt began. A run that waits for it, or is cancelled while it waits, does not.</summary>
    public static bool Begins(JobEvent fact) =>
        fact.Attempt > 0
        && (
            fact.StartedMs is not null
            || fact.AttemptStatus is not null
            || fact.Status is not (ExecutionStatus.Queued or ExecutionStatus.Cancelled)
        );

    /// <summary>What an event tells of an attempt; <c>null</c> when it tells of none.</summary>
    public static AttemptRow? Of(JobEvent fact)
    {
        if (fact.Attempt < 1 || fact is { Status: ExecutionStatus.Queued, AttemptStatus: null })
            return null;
        var (weight, status) = fact switch
        {
            { Status: ExecutionStatus.Running } => (Started, ExecutionStatus.Running),
            { Status: ExecutionStatus.Retrying or ExecutionStatus.Queued, AttemptStatus: { } ended } => (AttemptEnded, ended),
            { Status: ExecutionStatus.Retrying } => (AttemptEnded, ExecutionStatus.Failed),
            { StartedMs: null } => (RunEnded, fact.AttemptStatus ?? fact.Status),
            _ => (BothEnded, fact.AttemptStatus ?? fact.Status),
        };
        return new AttemptRow
            {
                ExecutionId = fact.Id,
                Number = fact.Attempt,
                Weight = weight,
                Status = Word.Of(status),
                StartedAt = fact.StartedMs,
                FinishedAt = weight == Started ? null : fact.FinishedMs,
                Worker = StoredText.Clean(fact.Worker),
                ErrorType = StoredText.Clean(fact.Error?.Type),
                ErrorMessage = StoredText.Clean(fact.Error?.Message),
                ErrorDetails = StoredText.Clean(fact.Error?.Details),
            };
    }

    /// <summary>Both together: the heavier one, and from the other what that leaves open of start and worker.</summary>
    public static AttemptRow Merge(AttemptRow one, AttemptRow other)
    {
        var (heavy, light) = other.Weight > one.Weight ? (other, one) : (one, other);
        return heavy with { StartedAt = heavy.StartedAt ?? light.StartedAt, Worker = heavy.Worker ?? light.Worker };
    }

    /// <summary>The attempt that a run's own row tells of: its first, where it is the only one and runs or has ended the run. It needs no row of its own.</summary>
    public static AttemptRow? ToldBy(ExecutionRow row)
    {
        if (row.Attempts != 1 || !(row.HasEnded || row.Status == "running"))
            return null;
        var error = row.ErrorRank == row.StatusRank ? row.Error : null;
        return new AttemptRow
        {
            ExecutionId = row.Id,
            Number = 1,
            Weight = !row.HasEnded ? Started : row.StartedAt is null ? RunEnded : BothEnded,
            Status = row.Status,
            StartedAt = row.StartedAt,
            FinishedAt = row.FinishedAt,
            Worker = row.Worker,
            ErrorType = error?.Type,
            ErrorMessage = error?.Message,
            ErrorDetails = error?.Details,
        };
    }
}
