using System.Globalization;
using StackExchange.Redis;

namespace RedisScheduler.Bench;

/// <summary>What redis-server, or each node of a cluster, itself says of the work that it did, over a connection of its own.</summary>
internal sealed class RedisServer : IDisposable
{
    private readonly ConnectionMultiplexer connection;
    private readonly IServer[] nodes;
    private readonly string[] prefixes;

    private RedisServer(ConnectionMultiplexer connection, int shards)
    {
        (this.connection, nodes) = (connection, Array.ConvertAll(connection.GetEndPoints(), end => connection.GetServer(end)));
        prefixes = shards == 1 ? ["{hangfire}:"] : [.. Enumerable.Range(0, shards).Select(shard => $"{{rs-{shard}}}:")];
    }

    public static async Task<RedisServer> ConnectAsync()
    {
        var ends = Environment.GetEnvironmentVariable("REDIS_URL")!.Split(',').Select(url => new Uri(url).Authority);
        return new RedisServer(await ConnectionMultiplexer.ConnectAsync($"{string.Join(',', ends)},allowAdmin=true"), Rig.Shards);
    }

    /// <summary>How many jobs have succeeded since the server was empty: Hangfire's counter, written in the step that accepts the finish.</summary>
    public Task<long> SucceededAsync() => SumAsync(async prefix => (long)await connection.GetDatabase().StringGetAsync(prefix + "stats:succeeded"));

    /// <summary>How many succeeded jobs are kept.</summary>
    public Task<long> KeptAsync() => SumAsync(prefix => connection.GetDatabase().ListLengthAsync(prefix + "succeeded"));

    /// <summary>How many schedules are registered and have a due time.</summary>
    public Task<long> DueAsync() => SumAsync(prefix => connection.GetDatabase().SortedSetLengthAsync(prefix + "recurring-jobs", max: -1, exclude: Exclude.Stop));

    public async Task<RedisCosts> CostsAsync()
    {
        var each = await Task.WhenAll(nodes.Select(CostsAsync));
        return new RedisCosts(each.Sum(node => node.Commands), each.Sum(node => node.Memory), [.. each.Select(node => node.CpuUs)]);
    }

    /// <summary>Empties it.</summary>
    public Task FlushAsync() => Task.WhenAll(nodes.Select(node => node.FlushAllDatabasesAsync()));

    /// <summary>The bytes of the keys of a kind (all where it is not said) with their values, each measured in full.</summary>
    public async Task<long> KeyBytesAsync(string kind = "")
    {
        var database = connection.GetDatabase();
        var keys = nodes.SelectMany(node => prefixes.SelectMany(prefix => node.Keys(pattern: $"{prefix}{kind}*", pageSize: 1000)));
        var sizes = keys.Select(key => database.ExecuteAsync("MEMORY", "USAGE", key, "SAMPLES", 0)).ToArray();
        return (await Task.WhenAll(sizes)).Sum(size => size.IsNull ? 0 : (long)size);
    }

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();

    private async Task<long> SumAsync(Func<string, Task<long>> read) => (await Task.WhenAll(prefixes.Select(read))).Sum();

    private static async Task<(long Commands, long Memory, long CpuUs)> CostsAsync(IServer node)
    {
        var info = (await node.InfoAsync())
            .Concat(await node.InfoAsync("commandstats"))
            .SelectMany(section => section)
            .ToLookup(pair => pair.Key, pair => pair.Value);
        return (
            info.Where(entry => entry.Key.StartsWith("cmdstat_", StringComparison.Ordinal)).Sum(entry => Calls(entry.First())),
            (long)Number("used_memory"),
            (long)((Number("used_cpu_user") + Number("used_cpu_sys")) * 1_000_000)
        );

        double Number(string name) => double.Parse(info[name].First(), CultureInfo.InvariantCulture);

        static long Calls(string statistics) => long.Parse(statistics.Split(',')[0].Split('=')[1], CultureInfo.InvariantCulture);
    }
}

/// <summary>What redis-server has done since it started, and holds.</summary>
/// <param name="Commands">Commands, those inside of scripts too.</param>
/// <param name="Memory">Bytes in use.</param>
/// <param name="NodesCpuUs">CPU time of each node in microseconds.</param>
internal sealed record RedisCosts(long Commands, long Memory, IReadOnlyList<long> NodesCpuUs)
{
    /// <summary>CPU time of all nodes in microseconds.</summary>
    public long CpuUs => NodesCpuUs.Sum();
}
