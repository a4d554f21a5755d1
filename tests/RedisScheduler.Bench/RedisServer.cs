using System.Globalization;
using StackExchange.Redis;

namespace RedisScheduler.Bench;

/// <summary>What redis-server itself says of the work that it did, over a connection of its own.</summary>
internal sealed class RedisServer : IDisposable
{
    private const string Prefix = "{hangfire}:";
    private readonly ConnectionMultiplexer connection;
    private readonly IServer server;

    private RedisServer(ConnectionMultiplexer connection) =>
        (this.connection, server) = (connection, connection.GetServer(connection.GetEndPoints()[0]));

    public static async Task<RedisServer> ConnectAsync()
    {
        var url = new Uri(Environment.GetEnvironmentVariable("REDIS_URL")!);
        return new RedisServer(await ConnectionMultiplexer.ConnectAsync($"{url.Host}:{url.Port},allowAdmin=true"));
    }

    /// <summary>How many jobs have succeeded since the server was empty: Hangfire's counter, written in the step that accepts the finish.</summary>
    public async Task<long> SucceededAsync() => (long)await connection.GetDatabase().StringGetAsync(Prefix + "stats:succeeded");

    /// <summary>How many succeeded jobs are kept.</summary>
    public Task<long> KeptAsync() => connection.GetDatabase().ListLengthAsync(Prefix + "succeeded");

    /// <summary>How many schedules are registered and have a due time.</summary>
    public Task<long> DueAsync() => connection.GetDatabase().SortedSetLengthAsync(Prefix + "due");

    public async Task<RedisCosts> CostsAsync()
    {
        var info = (await server.InfoAsync())
            .Concat(await server.InfoAsync("commandstats"))
            .SelectMany(section => section)
            .ToLookup(pair => pair.Key, pair => pair.Value);
        return new RedisCosts(
            info.Where(entry => entry.Key.StartsWith("cmdstat_", StringComparison.Ordinal)).Sum(entry => Calls(entry.First())),
            (long)((Number("used_cpu_user") + Number("used_cpu_sys")) * 1_000_000),
            (long)Number("used_memory")
        );

        double Number(string name) => double.Parse(info[name].First(), CultureInfo.InvariantCulture);

        static long Calls(string statistics) => long.Parse(statistics.Split(',')[0].Split('=')[1], CultureInfo.InvariantCulture);
    }

    /// <summary>Empties it.</summary>
    public Task FlushAsync() => server.FlushAllDatabasesAsync();

    /// <summary>The bytes of the keys of a kind (all where it is not said) with their values, each measured in full.</summary>
    public async Task<long> KeyBytesAsync(string kind = "")
    {
        var database = connection.GetDatabase();
        var sizes = server
            .Keys(pattern: $"{Prefix}{kind}*", pageSize: 1000)
            .Select(key => database.ExecuteAsync("MEMORY", "USAGE", key, "SAMPLES", 0))
            .ToArray();
        return (await Task.WhenAll(sizes)).Sum(size => size.IsNull ? 0 : (long)size);
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();
}

/// <summary>What redis-server has done since it started, and holds.</summary>
/// <param name="Commands">Commands, those inside of scripts too.</param>
/// <param name="CpuUs">CPU time in microseconds.</param>
/// <param name="Memory">Bytes in use.</param>
internal sealed record RedisCosts(long Commands, long CpuUs, long Memory);
