using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using RedisScheduler.TestKit;

namespace RedisScheduler.EndToEnd.Tests.Hosts;

/// <summary>An API process, worker processes, a redis-server (or a cluster of them) and a PostgreSQL of their own, as a deployment has them.</summary>
internal sealed class Fleet : IAsyncDisposable
{
    /// <summary>How long the workers of a fleet own a job without a renewal.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(2);

    private readonly TestServer? redis;
    private readonly RedisCluster? cluster;
    private readonly TempFolder folder = new();
    private readonly Dictionary<string, string?> settings;
    private readonly List<ProcessHandle> processes = [];

    private Fleet(TestServer? redis, RedisCluster? cluster, PostgresServer postgres, string databaseUrl, string shutdownTimeout, int shards)
    {
        (this.redis, this.cluster, Postgres, DatabaseUrl) = (redis, cluster, postgres, databaseUrl);
        var key = $"rs_fleet_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}";
        var url = $"http://127.0.0.1:{FreePort.Next()}";
        settings = new()
        {
            ["REDIS_URL"] = redis?.Url ?? cluster!.Url,
            ["SHARDS"] = string.Create(CultureInfo.InvariantCulture, $"{shards}"),
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

    public TestServer Redis => redis ?? throw new InvalidOperationException("This fleet has a cluster.");

    public RedisCluster Cluster => cluster ?? throw new InvalidOperationException("This fleet has one redis-server.");


    public PostgresServer Postgres { get; }

    /// <summary>Its database on that server.</summary>
    public string DatabaseUrl { get; }

    public ApiClient Api { get; }

    public IReadOnlyList<ProcessHandle> Workers => processes[1..];

    /// <summary>Starts all, the API with no part of the engine, and waits until the API and the workers are up.</summary>
    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The fleet disposes them.")]
    public static async Task<Fleet> StartAsync(int workers = 2, string shutdownTimeout = "20s", string worker = HostProcess.Worker, int shards = 1, int nodes = 1)
    {
        var single = nodes == 1 ? await RedisServers.StartAsync(RedisServers.Redis) : null;
        var several = nodes > 1 ? await RedisCluster.StartAsync(nodes) : null;
        var postgres = await PostgresServer.StartAsync();
        var fleet = new Fleet(single, several, postgres, await postgres.CreateDatabaseAsync(), shutdownTimeout, shards);
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

    /// <summary>Starts a worker process that is told another number of shards.</summary>
    public void AddWorker(int shards) =>
        Add(HostProcess.Worker, new(settings) { ["SHARDS"] = string.Create(CultureInfo.InvariantCulture, $"{shards}") });

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

        await (redis?.DisposeAsync() ?? cluster!.DisposeAsync());
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
