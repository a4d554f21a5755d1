using Serilog;
using Serilog.Events;

namespace RedisScheduler.Worker.Hosting;

/// <summary>Logging as both hosts do it: one readable line an event on the console, through Serilog.</summary>
public static class Logs
{
    private const string LevelName = "LOG_LEVEL";
    private const string Line = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff} {Level:u3} {Message:lj}{NewLine}{Exception}";

    /// <summary>
    /// Logs to the console from the level that <c>LOG_LEVEL</c> says (<c>debug</c>, <c>information</c> by default, <c>warning</c>, …). A <c>Serilog</c> section of the appsettings is
    /// applied on top of that, with further sinks or levels.
    /// </summary>
    /// <exception cref="SettingsException"><c>LOG_LEVEL</c> is no level.</exception>
    public static void AddLogs(this IHostApplicationBuilder builder)
    {
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddSerilog(Logger(builder.Configuration), dispose: true);
    }

    /// <summary>The same logs for what runs before the host does. To be disposed.</summary>
    /// <exception cref="SettingsException"><c>LOG_LEVEL</c> is no level.</exception>
    public static ILoggerFactory Early(IConfiguration configuration)
    {
        var logger = Logger(configuration);
        return LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Trace).AddSerilog(logger, dispose: true));
    }

    private static Serilog.Core.Logger Logger(IConfiguration configuration) =>
        new LoggerConfiguration()
            .MinimumLevel.Is(Level(configuration[LevelName]))
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Information)
            .Enrich.FromLogContext()
            .WriteTo.Console(outputTemplate: Line, formatProvider: System.Globalization.CultureInfo.InvariantCulture)
            .ReadFrom.Configuration(configuration)
            .CreateLogger();

    private static LogEventLevel Level(string? text) =>
        text?.Trim().ToLowerInvariant() switch
        {
            null or "" or "information" or "info" => LogEventLevel.Information,
            "trace" or "verbose" => LogEventLevel.Verbose,
            "debug" => LogEventLevel.Debug,
            "warning" or "warn" => LogEventLevel.Warning,
            "error" => LogEventLevel.Error,
            "critical" or "fatal" => LogEventLevel.Fatal,
            _ => throw new SettingsException(LevelName, $"'{text}' is not one of trace, debug, information, warning, error, critical"),
        };
}
