using Npgsql;
using NUnit.Framework;

namespace RedisScheduler.TestKit;

/// <summary>A private PostgreSQL cluster in a temp folder on a free port: no socket files, password logins over TCP, no fsync (commits survive a kill, not a power cut).</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "tester";
    private const string Password = "secret";
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);

    private readonly TempFolder folder = new();
    private readonly int port = FreePort.Next();
    private ProcessHandle? process;

    private PostgresServer() { }

    private string Data => folder.File("data");

    /// <summary>Starts a cluster of the caller's own, for tests that stop or kill it; the others share one through <see cref="Databases.CreateAsync"/>.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        PostgresBinaries.RequireInstalled();
        var server = new PostgresServer();
        await server.InitializeAsync();
        await server.LaunchAsync();
        return server;
    }

    /// <summary>Makes an empty database and returns its URL.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"t{Guid.NewGuid():N}";
        await ExecuteAsync($"CREATE DATABASE {name}");
        return $"postgres://{User}:{Password}@127.0.0.1:{port}/{name}";
    }

    /// <summary>Drops a database that <see cref="CreateDatabaseAsync"/> made, with the connections to it.</summary>
    public async Task DropDatabaseAsync(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        await ExecuteAsync($"DROP DATABASE IF EXISTS {NameOf(url)} WITH (FORCE)");
    }

    /// <summary>Runs a statement in a database that <see cref="CreateDatabaseAsync"/> made, as somebody with SQL at hand does.</summary>
    public Task ExecuteAsync(Uri url, string sql)
    {
        ArgumentNullException.ThrowIfNull(url);
        return ExecuteAsync(sql, NameOf(url.AbsolutePath));
    }

    private static string NameOf(string url) => url[(url.LastIndexOf('/') + 1)..];

    /// <summary>SIGKILL to the server; its backends notice and end.</summary>
    public void Kill()
    {
        process?.Kill();
        process?.WaitForExitAsync().GetAwaiter().GetResult();
    }

    /// <summary>Starts it again on the same port with the same data.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await LaunchAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        folder.Dispose();
    }

    private async Task InitializeAsync()
    {
        var passwordFile = folder.File("password");
        await File.WriteAllTextAsync(passwordFile, Password);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", ["-R", "postgres", folder.Path]);
        }

        var (program, prefix) = AsServerUser("initdb");
        await RunAsync(
            program,
            [.. prefix, "-D", Data, "-U", User, $"--pwfile={passwordFile}", "-A", "scram-sha-256", "-E", "UTF8", "--no-locale", "--no-sync"]
        );
    }

    private async Task LaunchAsync()
    {
        // After a kill -9 the backends of the old server may still be on their way out, and the new one refuses to start beside them.
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            process ??= StartProcess();
            try
            {
                await ExecuteAsync("SELECT 1");
                return;
            }
            catch (NpgsqlException error)
            {
                if (TimeProvider.System.GetElapsedTime(started) > ReadyWithin)
                {
                    throw new AssertionException($"PostgreSQL did not answer on port {port}.{Environment.NewLine}{process.Output}", error);
                }

                if (process.HasExited)
                {
                    await StopAsync();
                }

                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }

    private ProcessHandle StartProcess()
    {
        var (program, prefix) = AsServerUser("postgres");
        string[] settings =
        [
            $"port={port}",
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "fsync=off",
            "full_page_writes=off",
            "shared_buffers=32MB",
            "max_connections=200",
        ];
        return ProcessHandle.Start(program, [.. prefix, "-D", Data, .. settings.SelectMany(setting => new[] { "-c", setting })]);
    }

    /// <summary>SIGINT is PostgreSQL's fast shutdown; its data goes with the folder, so a slow one is killed.</summary>
    private async Task StopAsync()
    {
        if (process is null)
        {
            return;
        }

        if (!process.HasExited)
        {
            process.Send(Signal.Interrupt);
            await process.WaitForExitAsync();
        }

        await process.DisposeAsync();
        process = null;
    }

    private async Task ExecuteAsync(string sql, string database = "postgres")
    {
        var settings = $"Host=127.0.0.1;Port={port};Username={User};Password={Password};Database={database};Pooling=false;Timeout=5";
        await using var connection = new NpgsqlConnection(settings);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>PostgreSQL refuses to run as root: then its programs run as the user that its package made.</summary>
    private static (string Program, string[] Prefix) AsServerUser(string name)
    {
        var path = Path.Combine(PostgresBinaries.Folder!, name);
        return Environment.IsPrivilegedProcess ? ("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path]) : (path, []);
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        await using var run = ProcessHandle.Start(program, arguments);
        if (await run.WaitForExitAsync(ReadyWithin) != 0)
        {
            throw new AssertionException($"{program} {string.Join(' ', arguments)} failed.{Environment.NewLine}{run.Output}");
        }
    }
}
