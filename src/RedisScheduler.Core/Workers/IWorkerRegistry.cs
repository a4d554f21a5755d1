namespace RedisScheduler.Workers;

/// <summary>The worker processes that are alive, as Hangfire's Servers page shows them too.</summary>
public interface IWorkerRegistry
{
    /// <summary>Says that a worker is alive.</summary>
    Task HeartbeatAsync(WorkerInfo worker, CancellationToken cancel);

    /// <summary>Takes a worker off the list.</summary>
    Task RemoveAsync(string id, CancellationToken cancel);

    /// <summary>All workers, by id.</summary>
    Task<IReadOnlyList<WorkerInfo>> ListAsync(CancellationToken cancel);
}

/// <summary>A worker process.</summary>
/// <param name="Id"><c>host:pid:guid</c>, as Hangfire names servers.</param>
/// <param name="Host">The machine.</param>
/// <param name="StartedMs">When it started, unix milliseconds.</param>
/// <param name="HeartbeatMs">When it last said so.</param>
/// <param name="Queues">Its queues in order of preference.</param>
/// <param name="Concurrency">Its slots.</param>
/// <param name="Running">Slots in use.</param>
public sealed record WorkerInfo(string Id, string Host, long StartedMs, long HeartbeatMs, IReadOnlyList<string> Queues, int Concurrency, int Running);
