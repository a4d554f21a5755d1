namespace RedisScheduler.Jobs;

/// <summary>Jobs that wait for a moment: retries and delayed ones.</summary>
public interface IDelayedJobs
{
    /// <summary>Moves up to <paramref name="limit"/> jobs whose moment has come into their queues, and wakes workers.</summary>
    Task<Promotion> PromoteAsync(long nowMs, int limit, CancellationToken cancel);
}

/// <summary>What was promoted.</summary>
/// <param name="Moved">How many jobs.</param>
/// <param name="NextMs">When the next one is due; <c>null</c> when none waits.</param>
public sealed record Promotion(int Moved, long? NextMs);
