using RedisScheduler.Errors;
using RedisScheduler.Redis.Scripts;
using StackExchange.Redis;
using LuaScript = RedisScheduler.Redis.Scripts.LuaScript;

namespace RedisScheduler.Redis.Adapter;

/// <summary>
/// The one connection of a process, which all shards share; of a cluster it has one to each node. With its neighbours in this folder the only code that knows the client library.
/// It connects at the first call and goes on trying; while Redis is away every call fails with <see cref="StoreUnavailableException"/> within the time-out, and what was sent then may
/// or may not have been done.
/// </summary>
internal sealed class RedisLink(RedisStoreOptions options, RedisUrl url) : IDisposable
{
    private const int ReconnectMilliseconds = 1000;

    private readonly RedisKey[] root = [options.Prefix];
    private readonly SemaphoreSlim connecting = new(1, 1);
    private ConnectionMultiplexer? opening;
    private volatile ConnectionMultiplexer? connection;
    private volatile bool disposed;

    /// <summary>Runs a script on the node that has the prefix. Where that does not know it, nothing has happened yet, and it is sent in full.</summary>
    public async Task<Reply> RunAsync(RedisKey[] prefix, LuaScript script, ScriptArgs args, CancellationToken cancel)
    {
        var values = args.ToArray();
        try
        {
            return await EvaluateAsync(connection ?? await ConnectAsync(cancel), prefix, script, values, cancel);
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
            var subscriber = (connection ?? await ConnectAsync(cancel)).GetSubscriber();
            var name = new RedisChannel(channel, RedisChannel.PatternMode.Literal);
            void Handle(RedisChannel from, RedisValue message) => onMessage((string?)message ?? "");
            try
            {
                await subscriber.SubscribeAsync(name, Handle).WaitAsync(options.CommandTimeout, cancel);
            }
            catch
            {
                // The client library keeps the callback of a subscription that failed, and would call it beside that of the next try.
                await subscriber.UnsubscribeAsync(name, Handle, CommandFlags.FireAndForget);
                throw;
            }

            return new Subscribed(() => subscriber.UnsubscribeAsync(name, Handle, CommandFlags.FireAndForget));
        }
        catch (Exception error) when (RedisFaults.IsAway(error))
        {
            throw RedisFaults.Away(error);
        }
    }

    /// <summary>Compares the number of shards with what Redis remembers, and has it remembered where it was forgotten.</summary>
    /// <exception cref="ShardsChangedException">Redis was filled with another number.</exception>
    /// <exception cref="StoreUnavailableException">Redis is away.</exception>
    public async Task CheckShardsAsync(CancellationToken cancel) => Check(await RunAsync(root, LuaScripts.Shards, ShardsArgs(), cancel));

    public void Dispose()
    {
        disposed = true;
        opening?.Dispose();
        connecting.Dispose();
    }

    private async Task<Reply> EvaluateAsync(ConnectionMultiplexer connected, RedisKey[] prefix, LuaScript script, RedisValue[] values, CancellationToken cancel)
    {
        var database = connected.GetDatabase();
        RedisResult result;
        try
        {
            result = await database.ScriptEvaluateAsync(script.Hash, prefix, values).WaitAsync(options.CommandTimeout, cancel);
        }
        catch (RedisServerException error) when (RedisFaults.IsUnknownScript(error))
        {
            result = await database.ExecuteAsync("EVAL", [script.Text, 1, prefix[0], .. values]).WaitAsync(options.CommandTimeout, cancel);
        }
        return new Reply((RedisValue[]?)result ?? []);
    }

    private Task<ConnectionMultiplexer> ConnectAsync(CancellationToken cancel) =>
        ConnectOnceAsync(cancel).WaitAsync(options.ConnectTimeout + options.CommandTimeout, cancel);

    // Nobody gets the connection before the number of shards is known to be right: a schedule in two shards would run twice.
    private async Task<ConnectionMultiplexer> ConnectOnceAsync(CancellationToken cancel)
    {
        await connecting.WaitAsync(cancel);
        try
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (connection is { } connected)
                return connected;
            opening ??= await OpenAsync();
            await CheckAsync(opening, cancel);
            return connection = opening;
        }
        finally
        {
            connecting.Release();
        }
    }

    // Seen with version 1.2.6: the client library may go on for ever without an answer on a connection whose first handshake came late. So one that has not answered yet is not waited for, but made anew.
    private async Task CheckAsync(ConnectionMultiplexer opened, CancellationToken cancel)
    {
        try
        {
            Check(await EvaluateAsync(opened, root, LuaScripts.Shards, ShardsArgs().ToArray(), cancel));
        }
        catch (Exception error) when (RedisFaults.IsAway(error) && error is not RedisServerException)
        {
            opening = null;
            Drop(opened);
            throw;
        }
    }

    private async Task<ConnectionMultiplexer> OpenAsync()
    {
        var opened = ConnectionMultiplexer.ConnectAsync(Configuration());
        try
        {
            return await opened.WaitAsync(options.ConnectTimeout + options.CommandTimeout);
        }
        catch (TimeoutException)
        {
            _ = opened.ContinueWith(late => Drop(late.Result), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
    }

    private static void Drop(ConnectionMultiplexer opened)
    {
        opened.Close(allowCommandsToComplete: false);
        opened.Dispose();
    }

    private ScriptArgs ShardsArgs() => new ScriptArgs(1).Add(options.Shards);

    private void Check(Reply reply)
    {
        var remembered = (int)reply.Count();
        if (remembered != options.Shards)
            throw new ShardsChangedException(remembered, options.Shards);
    }

    private ConfigurationOptions Configuration()
    {
        var configuration = new ConfigurationOptions
        {
            AbortOnConnectFail = false,
            ConnectTimeout = (int)options.ConnectTimeout.TotalMilliseconds,
            SyncTimeout = (int)options.CommandTimeout.TotalMilliseconds,
            // What cannot be sent fails: callers decide themselves whether it is still wanted when Redis is back.
            BacklogPolicy = BacklogPolicy.FailFast,
            ReconnectRetryPolicy = new LinearRetry(ReconnectMilliseconds),
            KeepAlive = 15,
            User = url.User,
            Password = url.Password,
            Ssl = url.Tls,
            DefaultDatabase = url.Database,
            ClientName = "RedisScheduler",
            // A key and a channel of the library's own, which nobody writes here. A user who has rights to our keys alone could not read them under their usual names. The channel is
            // named all the same: only then is the connection for messages, where nothing waits until it is there, made together with the other one.
            TieBreaker = "",
            ConfigurationChannel = $"{options.Prefix}rs:configuration",
            IncludeDetailInExceptions = false,
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
