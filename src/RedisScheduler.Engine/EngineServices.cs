using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Engine.Alerts;
using RedisScheduler.Engine.Events;
using RedisScheduler.Engine.Firing;
using RedisScheduler.Engine.Housekeeping;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Engine.Processing;
using RedisScheduler.Engine.Recording;
using RedisScheduler.Engine.Sync;
using RedisScheduler.Jobs;
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
        services.TryAddSingleton<RunningJobs>();
        services.TryAddSingleton<TargetRunners>();
        services.TryAddSingleton<FanOut>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ITargetRunner, EventRunner>());
        services.TryAddSingleton<Attempts>();
        services.TryAddSingleton<Exchanges>();
        services.TryAddSingleton<OccurrenceCache>(_ => new OccurrenceCache());
        services.TryAddSingleton<FirePlanner>();
        services.TryAddSingleton<Reconciler>();
        services.TryAddSingleton<ScheduleSync>();
        services.TryAddSingleton<IReconcilerTrigger>(provider => provider.GetRequiredService<Reconciler>());
        services.Configure<HostOptions>(host => host.ShutdownTimeout = Longer(host.ShutdownTimeout, options.ShutdownTimeout + Unwinding));

        // Services stop in the reverse order: first nothing more is fired, then nothing more is run, then leases end, then the last facts are recorded.
        var (scheduler, worker) = (options.Roles.HasFlag(EngineRoles.Scheduler), options.Roles.HasFlag(EngineRoles.Worker));
        return services
            .AddLoop<Heartbeat>(worker)
            .AddLoop<Recorder>(options.Roles.HasFlag(EngineRoles.Recorder))
            .AddLoop<LeaseKeeper>(worker)
            .AddLoop<Recoverer>(scheduler || worker)
            .AddLoop<Promoter>(scheduler || worker)
            .AddLoop<Janitor>(scheduler)
            .AddLoop<FailurePauser>(scheduler)
            .AddLoop<Alerter>(scheduler)
            .AddLoop<Reconciler>(scheduler || options.Roles.HasFlag(EngineRoles.Reconciler))
            .AddProcessors(worker)
            .AddLoop<Scheduler>(scheduler);
    }

    // One exchange is with Redis while the jobs of the other run; a third one finds nothing to do.
    private const int Processors = 2;

    // What the Processor and the Recorder need at most after the running jobs had their time.
    private static TimeSpan Unwinding => Drain.StopWait + Drain.ReportWait + Recorder.DrainTime + TimeSpan.FromSeconds(3);

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    // The first one drains for all, so it has to stop last.
    private static IServiceCollection AddProcessors(this IServiceCollection services, bool wanted)
    {
        for (var i = 0; wanted && i < Processors; i++)
        {
            services.AddSingleton<IHostedService>(provider => LoopOf(provider, ActivatorUtilities.CreateInstance<Processor>(provider)));
        }

        return services;
    }

    private static IServiceCollection AddLoop<T>(this IServiceCollection services, bool wanted)
        where T : class, IService
    {
        if (!wanted)
        {
            return services;
        }

        services.TryAddSingleton<T>();
        return services.AddSingleton<IHostedService>(provider => LoopOf(provider, provider.GetRequiredService<T>()));
    }

    private static ServiceLoop LoopOf(IServiceProvider provider, IService service) => new(
        service,
        provider.GetRequiredService<ISignals>(),
        provider.GetRequiredService<TimeProvider>(),
        provider.GetRequiredService<ILogger<ServiceLoop>>());
}
