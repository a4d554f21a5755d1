using Microsoft.Extensions.DependencyInjection.Extensions;

using RedisScheduler.Engine;
using RedisScheduler.Worker.Targets;

namespace RedisScheduler.Worker.Hosting;

/// <summary>Puts the parts of a process together.</summary>
public static class RedisSchedulerServices
{
    /// <summary>Adds the stores, the engine with the parts that the settings name, and the targets.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="settings">Where the stores are and what runs.</param>
    /// <exception cref="SettingsException">A store's URL is missing: only the API host, which starts embedded ones, can do without, and it fills them in.</exception>
    public static IServiceCollection AddRedisScheduler(this IServiceCollection services, Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        RequireStores(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        return services.AddTargets().AddEngine(EngineOf(settings));
    }

    private static EngineOptions EngineOf(Settings settings) =>
        new()
        {
            Roles = (settings.Roles.HasFlag(Roles.Scheduler) ? EngineRoles.Scheduler : EngineRoles.None)
                | (settings.Roles.HasFlag(Roles.Worker) ? EngineRoles.Worker : EngineRoles.None)
                | (settings.Roles.HasFlag(Roles.Recorder) ? EngineRoles.Recorder : EngineRoles.None),
            Concurrency = settings.WorkerConcurrency,
            Queues = settings.WorkerQueues,
            LeaseDuration = settings.LeaseDuration,
            ShutdownTimeout = settings.ShutdownTimeout,
        };

    private static void RequireStores(Settings settings)
    {
        string[] missing =
        [
            .. settings.RedisUrl is null ? [Settings.Names.RedisUrl] : Array.Empty<string>(),
            .. settings.DatabaseUrl is null ? [Settings.Names.DatabaseUrl] : Array.Empty<string>(),
        ];
        if (missing.Length > 0)
        {
            throw new SettingsException(string.Join(" and ", missing), "not set; a worker shares both stores with its API, and the embedded ones belong to the API process alone");
        }
    }
}
