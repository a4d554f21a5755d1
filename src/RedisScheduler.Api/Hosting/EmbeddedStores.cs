using RedisScheduler.Api.Embedded;
using RedisScheduler.Worker.Hosting;

namespace RedisScheduler.Api.Hosting;

/// <summary>The stores that stand in for those that the settings do not name: an embedded server and a SQLite file in the data folder.</summary>
internal sealed class EmbeddedStores : IAsyncDisposable
{
    private readonly EmbeddedServer? server;

    private EmbeddedStores(EmbeddedServer? server, Settings settings) => (this.server, Settings) = (server, settings);

    /// <summary>The settings with both stores named.</summary>
    public Settings Settings { get; }

    /// <summary>Starts what is missing.</summary>
    /// <exception cref="EmbeddedServerException">The embedded server does not start.</exception>
    public static async Task<EmbeddedStores> StartAsync(Settings given, ILogger log, CancellationToken cancel)
    {
        var settings = given with { DatabaseUrl = given.DatabaseUrl ?? Sqlite(given.DataDir) };
        if (given.RedisUrl is not null)
        {
            return new EmbeddedStores(null, settings);
        }

        var started = await EmbeddedServer.StartAsync(new EmbeddedServerOptions { DataDirectory = given.DataDir }, TimeProvider.System, log, cancel);
        return new EmbeddedStores(started, settings with { RedisUrl = started.Url });
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static string Sqlite(string dataDir)
    {
        Directory.CreateDirectory(dataDir);
        return $"sqlite:{Path.Combine(dataDir, "scheduler.db")}";
    }
}
