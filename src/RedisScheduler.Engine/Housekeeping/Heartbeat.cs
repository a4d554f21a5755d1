using RedisScheduler.Engine.Loops;
using RedisScheduler.Engine.Processing;
using RedisScheduler.Workers;

namespace RedisScheduler.Engine.Housekeeping;

/// <summary>Says that this worker is alive, and takes it off the list at stop.</summary>
internal sealed class Heartbeat(IWorkerRegistry registry, RunningJobs running, EngineOptions options, TimeProvider time) : IService
{
    private readonly long startedMs = time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public string Name => nameof(Heartbeat);

    /// <inheritdoc/>
    public WakeUp Wake { get; } = new(time);

    /// <inheritdoc/>
    public async Task<Round> RunOnceAsync(CancellationToken cancel)
    {
        var nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
        var worker = new WorkerInfo(
            options.WorkerId, Environment.MachineName, startedMs, nowMs, options.Queues, options.Concurrency, running.Count);
        await registry.HeartbeatAsync(worker, cancel);
        return new Round(1, options.HeartbeatInterval);
    }

    /// <inheritdoc/>
    public Task DrainAsync(CancellationToken cancel) => registry.RemoveAsync(options.WorkerId, cancel);
}
