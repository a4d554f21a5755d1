using System.Globalization;
using RedisScheduler.Errors;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Redis.Scripts;
using RedisScheduler.Redis.Shards;

namespace RedisScheduler.Redis;

/// <summary>Whether Redis answers within a second; of a cluster every node that has a shard.</summary>
internal sealed class RedisHealth(RedisShards shards) : IStoreHealth
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public string Store => RedisFaults.Store;

    public Task PingAsync(CancellationToken cancel) => Task.WhenAll(shards.Connections.Select((connection, shard) => PingAsync(connection, shard, cancel)));

    private async Task PingAsync(RedisConnection connection, int shard, CancellationToken cancel)
    {
        try
        {
            await connection.RunAsync(LuaScripts.Time, new ScriptArgs(0), cancel).WaitAsync(Patience, cancel);
        }
        catch (Exception error) when (error is TimeoutException or StoreUnavailableException)
        {
            throw new StoreUnavailableException(shards.All.Count == 1 ? Store : string.Create(CultureInfo.InvariantCulture, $"{Store} (shard {shard})"), error);
        }
    }
}
