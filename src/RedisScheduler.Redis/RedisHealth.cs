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

    public async Task PingAsync(CancellationToken cancel)
    {
        try
        {
            await Task.WhenAll(shards.Connections.Select(connection => connection.RunAsync(LuaScripts.Time, new ScriptArgs(0), cancel))).WaitAsync(Patience, cancel);
        }
        catch (TimeoutException error)
        {
            throw RedisFaults.Away(error);
        }
    }
}
