using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Engine.Alerts;
using RedisScheduler.Engine.Events;
using RedisScheduler.Engine.Firing;
using RedisScheduler.Engine.Housekeeping;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Engine.Processing;
using RedisScheduler.Engine.Recording;
using RedisScheduler.Engine.Shards;
using RedisScheduler.Engine.Sync;
using RedisScheduler.Targets;

namespace RedisScheduler.Engine;

/// <summary>Puts the engine into a host.</summary>
public static class EngineServices
{
    /// <summary>
    /// Adds the services of the roles. The host has to bring the seams of Redis and SQL, the runners of targets (<see cref="ITargetRunner"/>), and may bring a
    /// <see cref="TimeProvider"/>. The host's shutdown time-out is raised where it is too short for the engine's.
    /// </summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">An option is out of range.</exception>
    public static IServiceCollection AddEngine(this IServiceCollection services, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);
        services.TryAddSingleton<TargetRunners>();
        services.TryAddSingleton<FanOut>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITargetRunner, EventRunner>());
        services.TryAddSingleton<Slots>();
        services.TryAddSingleton<Rush>();
        services.TryAddSingleton<ShardWork>();
        services.TryAddSingleton<OccurrenceCache>(_ => new OccurrenceCache());
        services.TryAddSingleton<FirePlanner>();
        services.TryAddSingleton<Reconciler>();
        services.TryAddSingleton<ScheduleSync>();
        services.TryAddSingleton<IReconcilerTrigger>(provider => provider.GetRequiredService<Reconciler>());
        services.Configure<HostOptions>(host => host.ShutdownTimeout = Longer(host.ShutdownTimeout, options.ShutdownTimeout + Unwinding));

        // Services stop in the reverse order: first nothing more is fired, then nothing more is run, then leases end, then the last facts are recorded.
        var (scheduler, worker) = (options.Roles.HasFlag(EngineRoles.Scheduler), options.Roles.HasFlag(EngineRoles.Worker));
        return services
            .AddLoops(worker, shard => shard.MakeHeartbeat())
            .AddLoops(options.Roles.HasFlag(EngineRoles.Recorder), shard => shard.MakeRecorder())
            .AddLoops(worker, shard => shard.MakeLeaseKeeper())
            .AddLoops(scheduler || worker, shard => shard.MakeRecoverer())
            .AddLoops(scheduler || worker, shard => shard.MakePromoter())
            .AddLoop<Janitor>(scheduler)
            .AddLoop<FailurePauser>(scheduler)
            .AddLoop<Alerter>(scheduler)
            .AddLoop<Reconciler>(scheduler || options.Roles.HasFlag(EngineRoles.Reconciler))
            // The first Processor drains for both, so it has to stop last. One exchange is with Redis while the jobs of the other run; a third one would find nothing to do.
            .AddLoops(worker, shard => shard.MakeProcessor())
            .AddLoops(worker, shard => shard.MakeProcessor())
            .AddLoops(scheduler, shard => shard.MakeScheduler());
    }

    // What the Processor and the Recorder need at most after the running jobs had their time.
    private static TimeSpan Unwinding => Drain.StopWait + Drain.ReportWait + Recorder.DrainTime + TimeSpan.FromSeconds(3);

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    // One loop a shard. They stop at the same time: each has the time that a stop may take.
    private static IServiceCollection AddLoops(this IServiceCollection services, bool wanted, Func<ShardServices, IService> make) =>
        !wanted ? services : services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ShardWork>().Loops(make));

    private static IServiceCollection AddLoop<T>(this IServiceCollection services, bool wanted)
        where T : class, IService
    {
        if (!wanted)
        {
            return services;
        }

        services.TryAddSingleton<T>();
        return services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ShardWork>().Loop(provider.GetRequiredService<T>()));
    }
}
