using RedisScheduler.Engine.Firing;
using RedisScheduler.Jobs;

namespace RedisScheduler.Engine.Processing;

/// <summary>
/// Lets the <see cref="Scheduler"/> of a worker process take jobs in the call that fires them: they start without a second call to Redis. Slots are reserved before, so that no more are
/// taken than can run, and what a Processor does meanwhile is not disturbed.
/// </summary>
internal sealed class FiredJobs(Attempts attempts, Exchanges exchanges, EngineOptions options)
{
    /// <summary>Reserves slots for some of the jobs that are about to be fired; <c>null</c> where none is free. Each reservation has to end.</summary>
    internal TakeRequest? Reserve(int jobs, long nowMs) => exchanges.Reserve(jobs) is > 0 and var free
        ? new TakeRequest(options.WorkerId, options.Queues, free, nowMs + (long)options.LeaseDuration.TotalMilliseconds)
        : null;

    /// <summary>Starts what was taken, and gives back the slots that were not used.</summary>
    /// <param name="take">The reservation.</param>
    /// <param name="taken">What was taken: nothing where Redis did not answer.</param>
    internal void End(TakeRequest take, IReadOnlyList<TakenJob> taken)
    {
        attempts.StartAll(taken, take.LeaseUntilMs);
        exchanges.Release(take.Take);
    }
}
