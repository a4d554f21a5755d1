namespace RedisScheduler.Jobs;

/// <summary>The queues as a whole.</summary>
public interface IQueues
{
    /// <summary>All queues that were ever used, by name.</summary>
    Task<IReadOnlyList<QueueInfo>> ListAsync(long nowMs, CancellationToken cancel);

    /// <summary>Stops or lets workers take jobs from a queue; what runs goes on.</summary>
    Task SetPausedAsync(string queue, bool paused, CancellationToken cancel);
}

/// <summary>A queue.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Depth">Jobs waiting, over all priorities.</param>
/// <param name="Running">Jobs of it under lease.</param>
/// <param name="Paused">Whether workers leave it alone.</param>
/// <param name="OldestWaitMs">How long the job that is next has waited; <c>null</c> when none waits.</param>
public sealed record QueueInfo(string Name, long Depth, long Running, bool Paused, long? OldestWaitMs);
