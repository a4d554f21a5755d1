using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Redis.Jobs;
using RedisScheduler.Redis.Outbox;
using RedisScheduler.Redis.Schedules;
using RedisScheduler.Redis.Workers;
using RedisScheduler.Shards;

namespace RedisScheduler.Redis.Shards;

/// <summary>The stores of all shards, over one connection.</summary>
internal sealed class RedisShards
{
    public RedisShards(RedisLink link, RedisStoreOptions options, IServiceProvider services)
    {
        var prefixes = ShardPrefixes.Of(options.Prefix, options.Shards);
        Connections = [.. prefixes.Select(prefix => new RedisConnection(link, prefix))];
        All = [.. prefixes.Select((prefix, number) => Open(Connections[number], options with { Prefix = prefix }, services))];
    }

    /// <summary>The connection as each shard uses it.</summary>
    public IReadOnlyList<RedisConnection> Connections { get; }

    /// <summary>The shards by their numbers.</summary>
    public IReadOnlyList<Shard> All { get; }

    // The clock asks the first shard for the time, and the stores that need the clock come after it.
    private static Shard Open(RedisConnection redis, RedisStoreOptions options, IServiceProvider services)
    {
        T Make<T>(params object[] with) => ActivatorUtilities.CreateInstance<T>(services, [redis, .. with]);
        return new Shard(
            Make<RedisScheduleRegistry>(), Make<RedisFiring>(), Make<RedisJobQueue>(), Make<RedisLeases>(), Make<RedisDelayedJobs>(), Make<RedisJobControl>(), Make<RedisQueues>(),
            Make<RedisSignals>(options), Make<RedisOutbox>(), Make<RedisWorkerRegistry>());
    }
}
