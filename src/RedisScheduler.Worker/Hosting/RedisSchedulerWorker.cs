namespace RedisScheduler.Worker.Hosting;

/// <summary>Begins a worker host of one's own.</summary>
/// <example>
/// <code>
/// var builder = RedisSchedulerWorker.CreateBuilder(args);
/// builder.AddHandler&lt;ReportHandler&gt;("report");
/// await builder.Build().RunAsync();
/// </code>
/// </example>
public static class RedisSchedulerWorker
{
    /// <summary>A host builder with everything that a worker needs but handlers. Settings come from the environment, appsettings.json and the command line.</summary>
    /// <param name="args">The command line.</param>
    /// <exception cref="SettingsException">A setting is wrong, or <c>REDIS_URL</c> or <c>DATABASE_URL</c> is missing.</exception>
    public static HostApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = Host.CreateApplicationBuilder(HostArgs.Of(args));
        builder.AddLogs();
        builder.Services.AddRedisScheduler(Settings.Read(builder.Configuration, Roles.Engine));
        return builder;
    }
}
