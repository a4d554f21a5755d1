using RedisScheduler.Errors;
using RedisScheduler.Redis.Adapter;

namespace RedisScheduler.Redis;

/// <summary>Whether Redis answers a PING within a second.</summary>
internal sealed class RedisHealth(RedisConnection redis) : IStoreHealth
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public string Store => RedisFaults.Store;

    public async Task PingAsync(CancellationToken cancel)
    {
        try
        {
            await redis.CommandAsync("PING", cancel).WaitAsync(Patience, cancel);
        }
        catch (TimeoutException error)
        {
            throw RedisFaults.Away(error);
        }
    }
}
