namespace RedisScheduler.Jobs;

/// <summary>What people may do to a single job, and what Redis forgets in time.</summary>
public interface IJobControl
{
    /// <summary>Cancels a job: at once where it waits, by asking its worker where it runs.</summary>
    Task<CancelResult> CancelAsync(string id, string reason, long nowMs, CancellationToken cancel);

    /// <summary>Forgets failed jobs that ended before <paramref name="beforeMs"/> or are beyond the newest <paramref name="keep"/>; answers how many, at most <paramref name="limit"/>.</summary>
    Task<int> ForgetFailedAsync(long beforeMs, int keep, int limit, CancellationToken cancel);
}

/// <summary>What came of a cancellation.</summary>
public enum CancelResult
{
    /// <summary>It waited, and is cancelled.</summary>
    Cancelled,

    /// <summary>It runs; its worker has been asked.</summary>
    Requested,

    /// <summary>It has ended, or Redis does not know it.</summary>
    NotActive,
}
