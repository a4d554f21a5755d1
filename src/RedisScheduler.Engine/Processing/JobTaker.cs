using RedisScheduler.Jobs;

namespace RedisScheduler.Engine.Processing;

/// <summary>
/// Lets a worker process take jobs in the calls that fire or enqueue them: they start without another call to Redis. Slots are reserved before, so that no more are taken than can run, and
/// what a Processor does meanwhile is not disturbed. What was fired before it is due is kept in its slot until then.
/// </summary>
internal sealed class JobTaker(Attempts attempts, EarlyJobs early, Exchanges exchanges, EngineOptions options) : IJobTaker
{
    /// <inheritdoc/>
    public TakeRequest? Reserve(int jobs, long nowMs) => exchanges.Reserve(jobs) is > 0 and var free
        ? new TakeRequest(options.WorkerId, options.Queues, free, nowMs + (long)options.LeaseDuration.TotalMilliseconds)
        : null;

    /// <inheritdoc/>
    public void End(TakeRequest take, IReadOnlyList<TakenJob> taken, long nowMs)
    {
        // What waited in a queue is due, whatever its due time says by another process's clock.
        var later = taken.ToLookup(job => job.EnqueuedMs == nowMs && job.DueMs > nowMs);
        attempts.StartAll([.. later[false]], take.LeaseUntilMs);
        early.Add(attempts.HoldAll([.. later[true]], take.LeaseUntilMs));
        exchanges.Release(take.Take);
    }
}
