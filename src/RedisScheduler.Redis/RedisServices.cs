using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RedisScheduler.Errors;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Redis.Shards;
using RedisScheduler.Schedules;
using RedisScheduler.Shards;
using RedisScheduler.Workers;

namespace RedisScheduler.Redis;

/// <summary>Puts Redis behind the seams of Core.</summary>
public static class RedisServices
{
    /// <summary>
    /// Registers the shards (<see cref="Shard"/>), the seams that work on all of them, and Redis' clock as the <see cref="TimeProvider"/>; where there is one shard, all of its seams.
    /// Nothing connects before the first call, and Redis may be away then: calls fail with <see cref="StoreUnavailableException"/> until it is back.
    /// </summary>
    /// <exception cref="ArgumentException">The URL is not usable, the number of shards is out of range, or the prefix has no hash tag where there are several shards.</exception>
    public static IServiceCollection AddRedisStore(this IServiceCollection services, RedisStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var connectable = RedisUrl.Parse(options.Url);
        var first = ShardPrefixes.Of(options.Prefix, options.Shards)[0];
        services.AddSingleton(options);
        services.AddSingleton(new ShardMap(options.Shards));
        services.AddSingleton(_ => new RedisLink(options, connectable));
        services.AddSingleton<RedisShards>();
        services.AddSingleton(provider => provider.GetRequiredService<RedisShards>().All);
        services.AddSingleton(provider => new RedisClock(new RedisConnection(provider.GetRequiredService<RedisLink>(), first), options.BaseTime));
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(provider => provider.GetRequiredService<RedisClock>()));
        services.AddHostedService<ClockCalibration>();
        services.AddSingleton<IStoreHealth, RedisHealth>();
        return options.Shards == 1 ? services.AddOnly() : services.AddSharded();
    }

    private static IServiceCollection AddOnly(this IServiceCollection services) => services
        .AddOf(shard => shard.Registry)
        .AddOf(shard => shard.Firing)
        .AddOf(shard => shard.Jobs)
        .AddOf<IJobIntake>(shard => shard.Jobs)
        .AddOf(shard => shard.Leases)
        .AddOf(shard => shard.Delayed)
        .AddOf(shard => shard.Control)
        .AddOf(shard => shard.Queues)
        .AddOf(shard => shard.Signals)
        .AddOf(shard => shard.Outbox)
        .AddOf<IOutboxReader>(shard => shard.Outbox)
        .AddOf(shard => shard.Workers);

    private static IServiceCollection AddOf<T>(this IServiceCollection services, Func<Shard, T> seam)
        where T : class => services.AddSingleton(provider => seam(provider.GetRequiredService<RedisShards>().All[0]));

    private static IServiceCollection AddSharded(this IServiceCollection services) => services
        .AddSingleton<IScheduleRegistry, ShardedRegistry>()
        .AddSingleton<ShardedJobs>()
        .AddSingleton<IJobIntake>(provider => provider.GetRequiredService<ShardedJobs>())
        .AddSingleton<IJobControl>(provider => provider.GetRequiredService<ShardedJobs>())
        .AddSingleton<IQueues, ShardedQueues>()
        .AddSingleton<IOutboxReader, ShardedOutbox>()
        .AddSingleton<IWorkerRegistry, ShardedWorkers>();
}
