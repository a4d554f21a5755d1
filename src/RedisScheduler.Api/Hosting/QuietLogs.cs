using Microsoft.Extensions.Configuration.Memory;
using RedisScheduler.Worker.Hosting;

namespace RedisScheduler.Api.Hosting;

/// <summary>The logs of both hosts, without the lines of the framework that the console block says better, or that every request without a key would write.</summary>
internal static class QuietLogs
{
    private const string Level = "Serilog:MinimumLevel:Override:";

    /// <summary>Adds the logs. What the settings say about a level counts more than what is said here.</summary>
    /// <exception cref="SettingsException"><c>LOG_LEVEL</c> is no level.</exception>
    public static void AddQuietLogs(this WebApplicationBuilder builder)
    {
        builder.Configuration.Sources.Insert(
            0,
            new MemoryConfigurationSource
            {
                InitialData = new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    [Level + "Microsoft.Hosting.Lifetime"] = "Warning",
                    [Level + "Microsoft.AspNetCore.DataProtection"] = "Error",
                    [Level + typeof(Access.KeyAuthentication).FullName] = "Warning",
                },
            }
        );
        builder.AddLogs();
    }
}
