using System.Net;
using System.Net.Sockets;

namespace RedisScheduler.Api.Embedded;

/// <summary>
/// A garnet-server for this process alone: started with its data in DATA_DIR, started again on the same port when it dies, stopped when
/// disposed, and gone with this process however it ends. A kill of the server itself in the middle of writes may cost the last
/// milliseconds of them; every other end costs nothing.
/// </summary>
internal sealed class EmbeddedServer : IAsyncDisposable
{
    private const int PortAttempts = 3;
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(10);

    private readonly EmbeddedServerOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly GarnetFiles files;
    private readonly string serverPath;
    private readonly FileStream folderLock;
    private readonly CancellationTokenSource stopping = new();
    private GarnetProcess? server;
    private Task supervision = Task.CompletedTask;

    private EmbeddedServer(EmbeddedServerOptions options, TimeProvider time, ILogger logger, string serverPath)
    {
        this.options = options;
        this.time = time;
        this.logger = logger;
        this.serverPath = serverPath;
        files = new GarnetFiles(options.DataDirectory);
        folderLock = files.TakeLock();
    }

    public int Port { get; private set; }

    /// <summary><c>redis://:password@127.0.0.1:port</c>: contains the password, not for logs.</summary>
    public string Url => $"redis://:{files.ReadOrMakePassword()}@127.0.0.1:{Port}";

    /// <summary>Starts the server and returns when it answers.</summary>
    /// <exception cref="EmbeddedServerException">It is not installed, its data folder is in use, or it did not start.</exception>
    public static async Task<EmbeddedServer> StartAsync(
        EmbeddedServerOptions options,
        TimeProvider time,
        ILogger logger,
        CancellationToken cancellationToken
    )
    {
        var path = options.ServerPath ?? GarnetLocation.Find();
        if (path is null || !File.Exists(path))
        {
            throw new EmbeddedServerException(
                "garnet-server, the embedded server, is not installed: run `dotnet tool restore` in the repository, or set REDIS_URL to a Redis server."
            );
        }

        var embedded = new EmbeddedServer(options, time, logger, path);
        try
        {
            await Leftover.WaitForEndAsync(embedded.files.ProcessId, time, cancellationToken);
            await embedded.LaunchOnFreePortAsync(cancellationToken);
        }
        catch
        {
            await embedded.DisposeAsync();
            throw;
        }

        embedded.supervision = Task.Run(embedded.SuperviseAsync, CancellationToken.None);
        return embedded;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await supervision;
        await StopServerAsync();
        await folderLock.DisposeAsync();
        stopping.Dispose();
    }

    private async Task LaunchOnFreePortAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            Port = FreePort();
            try
            {
                await LaunchAsync(cancellationToken);
                return;
            }
            catch (EmbeddedServerException) when (attempt < PortAttempts && server is { Ended.IsCompleted: true })
            {
                // Somebody may have taken the port between the choice and the start; another cause ends the next attempt too.
            }
        }
    }

    private async Task LaunchAsync(CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        server?.Dispose();
        server = GarnetProcess.Start(serverPath, files, options, Port, time);
        await server.WaitUntilReadyAsync(options.StartTimeout, cancellationToken);
        Log.Ready(logger, Port, (long)time.GetElapsedTime(started).TotalMilliseconds, files.Folder);
    }

    private async Task SuperviseAsync()
    {
        try
        {
            while (true)
            {
                await server!.Ended.WaitAsync(stopping.Token);
                Log.Died(logger, server.Output);
                await RestartAsync();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The end of supervision: DisposeAsync stops the server itself.
        }
    }

    private async Task RestartAsync()
    {
        var backoff = FirstBackoff;
        while (true)
        {
            await Task.Delay(backoff, time, stopping.Token);
            try
            {
                await LaunchAsync(stopping.Token);
                return;
            }
            catch (EmbeddedServerException error)
            {
                backoff = backoff * 2 < LongestBackoff ? backoff * 2 : LongestBackoff;
                Log.RestartFailed(logger, backoff, error);
                await StopServerAsync();
            }
        }
    }

    private async Task StopServerAsync()
    {
        if (server is null)
        {
            return;
        }

        try
        {
            await server.StopAsync();
            Log.Stopped(logger);
        }
        catch (TimeoutException error)
        {
            Log.StopTimedOut(logger, error);
        }

        server.Dispose();
        server = null;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
