using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Shards;

namespace RedisScheduler.Engine.Shards;

/// <summary>Runs services: once, or once for each shard.</summary>
internal sealed class ShardWork(IReadOnlyList<Shard> shards, EngineOptions options, IServiceProvider provider, TimeProvider time, ILogger<ServiceLoop> log) : IDisposable
{
    private readonly ShardServices[] services = [.. shards.Select(shard => new ShardServices(shard, options, provider))];

    /// <summary>The loop of a service that works on all shards, or on none; no signal wakes it.</summary>
    internal ServiceLoop Loop(IService service) => new(service, shards[0].Signals, time, log);

    /// <summary>The loops of a service on each shard.</summary>
    internal IHostedService Loops(Func<ShardServices, IService> make) => services is [var only]
        ? Loop(make(only))
        : new LoopGroup([.. services.Select((shard, number) => new ServiceLoop(make(shard), shard.Shard.Signals, time, log, number))]);

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(services, shard => shard.Dispose());
}
