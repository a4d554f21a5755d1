using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RedisScheduler.Errors;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Redis.Jobs;
using RedisScheduler.Redis.Outbox;
using RedisScheduler.Redis.Schedules;
using RedisScheduler.Redis.Workers;
using RedisScheduler.Schedules;
using RedisScheduler.Workers;

namespace RedisScheduler.Redis;

/// <summary>Puts Redis behind the seams of Core.</summary>
public static class RedisServices
{
    /// <summary>
    /// Registers every seam that Redis serves, and its clock as the <see cref="TimeProvider"/>. Nothing connects before the first call, and Redis may be away then:
    /// calls fail with <see cref="StoreUnavailableException"/> until it is back.
    /// </summary>
    /// <exception cref="ArgumentException">The URL is not usable.</exception>
    public static IServiceCollection AddRedisStore(this IServiceCollection services, RedisStoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var connectable = RedisUrl.Parse(options.Url);
        services.AddSingleton(options);
        services.AddSingleton(_ => new RedisConnection(options, connectable));
        services.AddSingleton(provider => new RedisClock(provider.GetRequiredService<RedisConnection>(), options.BaseTime));
        services.Replace(ServiceDescriptor.Singleton<TimeProvider>(provider => provider.GetRequiredService<RedisClock>()));
        services.AddHostedService<ClockCalibration>();

        services.AddSingleton<IScheduleRegistry, RedisScheduleRegistry>();
        services.AddSingleton<IFiring, RedisFiring>();
        services.AddSingleton<IJobQueue, RedisJobQueue>();
        services.AddSingleton<ILeases, RedisLeases>();
        services.AddSingleton<IDelayedJobs, RedisDelayedJobs>();
        services.AddSingleton<IJobControl, RedisJobControl>();
        services.AddSingleton<IQueues, RedisQueues>();
        services.AddSingleton<ISignals, RedisSignals>();
        services.AddSingleton<IOutbox, RedisOutbox>();
        services.AddSingleton<IWorkerRegistry, RedisWorkerRegistry>();
        services.AddSingleton<IStoreHealth, RedisHealth>();
        return services;
    }
}
