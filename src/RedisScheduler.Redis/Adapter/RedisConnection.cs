using StackExchange.Redis;
using LuaScript = RedisScheduler.Redis.Scripts.LuaScript;

namespace RedisScheduler.Redis.Adapter;

/// <summary>
/// The one connection of a process. With its neighbours in this folder the only code that knows the client library. It connects at the first call and goes on trying; while Redis
/// is away every call fails with <see cref="Errors.StoreUnavailableException"/> within the time-out, and what was sent then may or may not have been done.
/// </summary>
internal sealed class RedisConnection(RedisStoreOptions options, RedisUrl url) : IDisposable
{
    private readonly RedisKey[] root = [options.Prefix];
    private readonly SemaphoreSlim connecting = new(1, 1);
    private volatile ConnectionMultiplexer? connection;
    private volatile bool disposed;

    /// <summary>Runs a script. Where the server does not know it, nothing has happened yet, and it is sent in full.</summary>
    public async Task<Reply> RunAsync(LuaScript script, ScriptArgs args, CancellationToken cancel)
    {
        var values = args.ToArray();
        try
        {
            var database = (await ConnectAsync(cancel)).GetDatabase();
            RedisResult result;
            try
            {
                result = await database.ScriptEvaluateAsync(script.Hash, root, values).WaitAsync(options.CommandTimeout, cancel);
            }
            catch (RedisServerException error) when (RedisFaults.IsUnknownScript(error))
            {
                result = await database.ExecuteAsync("EVAL", [script.Text, 1, root[0], .. values]).WaitAsync(options.CommandTimeout, cancel);
            }

            return new Reply((RedisValue[]?)result ?? []);
        }
        catch (Exception error) when (RedisFaults.IsAway(error))
        {
            throw RedisFaults.Away(error);
        }
    }

    /// <summary>Runs a plain command and answers its result's values.</summary>
    public async Task<Reply> CommandAsync(string command, CancellationToken cancel)
    {
        try
        {
            var database = (await ConnectAsync(cancel)).GetDatabase();
            var result = await database.ExecuteAsync(command).WaitAsync(options.CommandTimeout, cancel);
            return new Reply((RedisValue[]?)result ?? []);
        }
        catch (Exception error) when (RedisFaults.IsAway(error))
        {
            throw RedisFaults.Away(error);
        }
    }

    /// <summary>Calls back on every message of a channel until the answer is disposed. The subscription survives lost connections.</summary>
    public async Task<IAsyncDisposable> SubscribeAsync(string channel, Action<string> onMessage, CancellationToken cancel)
    {
        try
        {
            var subscriber = (await ConnectAsync(cancel)).GetSubscriber();
            var name = new RedisChannel(channel, RedisChannel.PatternMode.Literal);
            void Handle(RedisChannel from, RedisValue message) => onMessage((string?)message ?? "");
            await subscriber.SubscribeAsync(name, Handle).WaitAsync(options.CommandTimeout, cancel);
            return new Subscribed(() => subscriber.UnsubscribeAsync(name, Handle, CommandFlags.FireAndForget));
        }
        catch (Exception error) when (RedisFaults.IsAway(error))
        {
            throw RedisFaults.Away(error);
        }
    }

    public void Dispose()
    {
        disposed = true;
        connection?.Dispose();
        connecting.Dispose();
    }

    private async ValueTask<ConnectionMultiplexer> ConnectAsync(CancellationToken cancel) =>
        connection ?? await ConnectOnceAsync(cancel).WaitAsync(options.ConnectTimeout + options.CommandTimeout, cancel);

    private async Task<ConnectionMultiplexer> ConnectOnceAsync(CancellationToken cancel)
    {
        await connecting.WaitAsync(cancel);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return connection ??= await ConnectionMultiplexer.ConnectAsync(Configuration());
        }
        finally
        {
            connecting.Release();
        }
    }

    private ConfigurationOptions Configuration()
    {
        var configuration = new ConfigurationOptions
        {
            AbortOnConnectFail = false,
            ConnectTimeout = (int)options.ConnectTimeout.TotalMilliseconds,
            SyncTimeout = (int)options.CommandTimeout.TotalMilliseconds,
            KeepAlive = 15,
            Password = url.Password,
            Ssl = url.Tls,
            DefaultDatabase = url.Database,
        };
        foreach (var (host, port) in url.Endpoints)
            configuration.EndPoints.Add(host, port);
        return configuration;
    }

    private sealed class Subscribed(Func<Task> unsubscribe) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await unsubscribe();
    }
}
