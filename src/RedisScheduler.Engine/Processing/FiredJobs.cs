using RedisScheduler.Engine.Firing;
using RedisScheduler.Jobs;

namespace RedisScheduler.Engine.Processing;

/// <summary>
/// Lets the <see cref="Scheduler"/> of a worker process take jobs in the call that fires them: they start without a second call to Redis. Slots are reserved before, so that no more are
/// taken than can run, and what a Processor does meanwhile is not disturbed. What was fired before it is due is kept in its slot until then.
/// </summary>
internal sealed class FiredJobs(Attempts attempts, EarlyJobs early, Exchanges exchanges, EngineOptions options)
{
    /// <summary>Reserves slots for some of the jobs that are about to be fired; <c>null</c> where none is free. Each reservation has to end.</summary>
    internal TakeRequest? Reserve(int jobs, long nowMs) => exchanges.Reserve(jobs) is > 0 and var free
        ? new TakeRequest(options.WorkerId, options.Queues, free, nowMs + (long)options.LeaseDuration.TotalMilliseconds)
        : null;

    /// <summary>Starts what was taken when it is due, and gives back the slots that were not used.</summary>
    /// <param name="take">The reservation.</param>
    /// <param name="taken">What was taken: nothing where Redis did not answer.</param>
    /// <param name="nowMs">When Redis was asked, unix milliseconds.</param>
    internal void End(TakeRequest take, IReadOnlyList<TakenJob> taken, long nowMs)
    {
        // What waited in a queue is due, whatever its due time says by another process's clock.
        var later = taken.ToLookup(job => job.EnqueuedMs == nowMs && job.DueMs > nowMs);
        attempts.StartAll([.. later[false]], take.LeaseUntilMs);
        early.Add(attempts.HoldAll([.. later[true]], take.LeaseUntilMs));
        exchanges.Release(take.Take);
    }
}
