namespace RedisScheduler.Jobs;

/// <summary>The time-limited rights of workers to their jobs.</summary>
public interface ILeases
{
    /// <summary>
    /// Extends leases in one script and tells of each whether it still holds. On the first extension of a lease the job is shown as Processing on Hangfire's pages and its
    /// started event goes to the outbox: jobs that end sooner have both written with their end.
    /// </summary>
    Task<IReadOnlyList<LeaseState>> ExtendAsync(string worker, IReadOnlyList<HeldLease> leases, long nowMs, long leaseUntilMs, CancellationToken cancel);

    /// <summary>
    /// Puts jobs whose lease ran out back at the head of their queues, with an event for the lost attempt; a job that was lost more than <paramref name="maxStalls"/> times ends as lost.
    /// </summary>
    Task<Recovery> RecoverAsync(long nowMs, int maxStalls, int limit, CancellationToken cancel);
}

/// <summary>A lease that this process holds.</summary>
/// <param name="Id">The job.</param>
/// <param name="Token">The token.</param>
/// <param name="Started">The started event, where it was not yet written for this lease; else <c>null</c>.</param>
public sealed record HeldLease(string Id, long Token, Executions.JobEvent? Started);

/// <summary>What a lease is worth.</summary>
public enum LeaseState
{
    /// <summary>It holds until the new time.</summary>
    Held,

    /// <summary>It holds, and somebody asked to cancel the job.</summary>
    CancelRequested,

    /// <summary>It ran out and the job is somebody else's, or gone.</summary>
    Lost,
}

/// <summary>What was recovered.</summary>
/// <param name="Requeued">Jobs put back into their queues.</param>
/// <param name="GivenUp">Jobs that ended as lost.</param>
/// <param name="NextExpiryMs">When the next lease runs out; <c>null</c> when there is none.</param>
public sealed record Recovery(int Requeued, int GivenUp, long? NextExpiryMs);
