using RedisScheduler.Engine;
using RedisScheduler.Redis;
using RedisScheduler.Storage;
using RedisScheduler.Worker.Targets;

namespace RedisScheduler.Worker.Hosting;

/// <summary>Puts the parts of a process together.</summary>
public static class RedisSchedulerServices
{
    /// <summary>Adds the stores, the engine with the parts that the settings name, and the targets. Before all of them starts, the database is brought up to date.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="settings">Where the stores are and what runs.</param>
    /// <exception cref="SettingsException">A store's URL is wrong or missing: only the API host, which starts embedded ones, can do without, and it fills them in.</exception>
    public static IServiceCollection AddRedisScheduler(this IServiceCollection services, Settings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        RequireStores(settings);
        services.AddSingleton(settings);
        services.AddHostedService<MigrationsAtStart>();
        AddStores(services, settings);
        return services.AddTargets().AddEngine(EngineOf(settings));
    }

    private static void RequireStores(Settings settings)
    {
        string[] missing =
        [
            .. settings.RedisUrl is null ? [Settings.Names.RedisUrl] : Array.Empty<string>(),
            .. settings.DatabaseUrl is null ? [Settings.Names.DatabaseUrl] : Array.Empty<string>(),
        ];
        if (missing.Length > 0)
        {
            const string Why = "not set; a worker shares both stores with its API, and the embedded ones belong to the API process alone";
            throw new SettingsException(string.Join(" and ", missing), Why);
        }
    }

    private static void AddStores(IServiceCollection services, Settings settings)
    {
        var faults = new List<string>();
        Try(() => services.AddRedisStore(new RedisStoreOptions { Url = settings.RedisUrl!, Prefix = settings.RedisPrefix, Shards = settings.Shards }));
        Try(() => services.AddSqlStore(settings.DatabaseUrl!));
        if (faults.Count > 0)
        {
            throw new SettingsException(faults);
        }

        void Try(Action add)
        {
            try
            {
                add();
            }
            catch (Exception error) when (error is ArgumentException or FormatException)
            {
                faults.Add(error.Message);
            }
        }
    }

    private static EngineOptions EngineOf(Settings settings) =>
        new()
        {
            Roles =
                (settings.Roles.HasFlag(Roles.Scheduler) ? EngineRoles.Scheduler : EngineRoles.None)
                | (settings.Roles.HasFlag(Roles.Worker) ? EngineRoles.Worker : EngineRoles.None)
                | (settings.Roles.HasFlag(Roles.Recorder) ? EngineRoles.Recorder : EngineRoles.None)
                | (settings.Roles.HasFlag(Roles.Api) ? EngineRoles.Reconciler : EngineRoles.None),
            Concurrency = settings.WorkerConcurrency,
            Queues = settings.WorkerQueues,
            LeaseDuration = settings.LeaseDuration,
            ShutdownTimeout = settings.ShutdownTimeout,
        };
}
