using StackExchange.Redis;
using LuaScript = RedisScheduler.Redis.Scripts.LuaScript;

namespace RedisScheduler.Redis.Adapter;

/// <summary>The connection as the stores of one prefix use it.</summary>
internal sealed class RedisConnection(RedisLink link, string prefix)
{
    private readonly RedisKey[] root = [prefix];

    /// <summary>Runs a script; see <see cref="RedisLink.RunAsync"/>.</summary>
    public Task<Reply> RunAsync(LuaScript script, ScriptArgs args, CancellationToken cancel) => link.RunAsync(root, script, args, cancel);

    /// <summary>Listens to a channel; see <see cref="RedisLink.SubscribeAsync"/>.</summary>
    public Task<IAsyncDisposable> SubscribeAsync(string channel, Action<string> onMessage, CancellationToken cancel) => link.SubscribeAsync(channel, onMessage, cancel);
}
