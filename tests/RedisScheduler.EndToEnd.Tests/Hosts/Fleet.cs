using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using RedisScheduler.TestKit;

namespace RedisScheduler.EndToEnd.Tests.Hosts;

/// <summary>An API process, worker processes, a redis-server and a PostgreSQL of their own, as a deployment has them.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    /// <summary>How long the workers of a fleet own a job without a renewal.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    private readonly TempFolder folder = new();
    private readonly Dictionary<string, string?> settings;
    private readonly List<ProcessHandle> processes = [];

    private Fleet(TestServer redis, PostgresServer postgres, string databaseUrl, string shutdownTimeout)
    {
        (Redis, Postgres, DatabaseUrl) = (redis, postgres, databaseUrl);
        var key = $"rs_fleet_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        settings = new()
        {
            ["REDIS_URL"] = redis.Url,
            ["DATABASE_URL"] = databaseUrl,
            ["DATA_DIR"] = folder.File("data"),
            ["ADMIN_API_KEY"] = key,
            ["ASPNETCORE_URLS"] = url,
            ["LEASE_DURATION"] = string.Create(CultureInfo.InvariantCulture, $"{Lease.TotalSeconds:0}s"),
            ["SHUTDOWN_TIMEOUT"] = shutdownTimeout,
            ["ALLOW_PRIVATE_TARGETS"] = "true",
            ["ROLES"] = null,
        };
        Api = new ApiClient(url, key);
    }

    public TestServer Redis { get; }

    public PostgresServer Postgres { get; }

    /// <summary>Its database on that server.</summary>
    public string DatabaseUrl { get; }

    public ApiClient Api { get; }

    public IReadOnlyList<ProcessHandle> Workers => processes[1..];

    /// <summary>Starts all, the API with no part of the engine, and waits until the API and the workers are up.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The fleet disposes them.")]
    public static async Task<Fleet> StartAsync(int workers = 2, string shutdownTimeout = "20s", string worker = HostProcess.Worker)
    {
        var redis = await RedisServers.StartAsync(RedisServers.Redis);
        var postgres = await PostgresServer.StartAsync();
        var fleet = new Fleet(redis, postgres, await postgres.CreateDatabaseAsync(), shutdownTimeout);
        try
        {
            fleet.Add(HostProcess.Api, new(fleet.settings) { ["ROLES"] = "api" });
            for (var i = 0; i < workers; i++)
            {
                fleet.Add(worker, fleet.settings);
            }

            await fleet.ReadyAsync(workers);
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one more worker process.</summary>
    public void AddWorker() => Add(HostProcess.Worker, settings);

    /// <summary>The worker process that a run names: <c>host:pid:guid</c>.</summary>
    public ProcessHandle WorkerOf(string? worker) =>
        Workers.Single(process => process.Id == int.Parse(worker!.Split(':')[^2], NumberStyles.None, CultureInfo.InvariantCulture));

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        foreach (var process in processes)
        {
            await TestContext.Out.WriteLineAsync($"--- process {process.Id}{Environment.NewLine}{process.Output}");
            await process.DisposeAsync();
        }

        await Redis.DisposeAsync();
        await Postgres.DisposeAsync();
        folder.Dispose();
    }

    private void Add(string project, Dictionary<string, string?> environment) =>
        processes.Add(HostProcess.Start(project, environment, folder.Path));

    private async Task ReadyAsync(int workers)
    {
        await Api.WaitUntilReadyAsync();
        await Eventually.AsyncThat(
            async () => (await Api.GetAsync("/workers")).GetProperty("items").GetArrayLength(),
            Is.EqualTo(workers),
            TimeSpan.FromSeconds(60)
        );
    }
}
