using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RedisScheduler.Jobs;
using RedisScheduler.Redis.Format;
using RedisScheduler.TestKit;
using StackExchange.Redis;

namespace RedisScheduler.Redis.Tests;

/// <summary>A store under a prefix of its own on a real server, and the raw keys beside it.</summary>
internal sealed class Store : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly ConnectionMultiplexer raw;

    private Store(string url, string prefix, ConnectionMultiplexer raw)
    {
        this.raw = raw;
        Url = url;
        Keys = new HangfireKeys(prefix);
        services = Provider();
    }

    public string Url { get; }

    public HangfireKeys Keys { get; }

    public IDatabase Raw => raw.GetDatabase();

    public static async Task<Store> OpenAsync(string server) => await OpenAsync(await RedisServers.SharedAsync(server));

    public static async Task<Store> OpenAsync(RedisCluster cluster) =>
        new(cluster.Url, RedisServers.NewPrefix(), await ConnectionMultiplexer.ConnectAsync($"{string.Join(',', cluster.Nodes.Select(node => $"127.0.0.1:{node.Port}"))},abortConnect=false"));

    public static async Task<Store> OpenAsync(TestServer server) =>
        new(server.Url, RedisServers.NewPrefix(), await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port},allowAdmin=true,abortConnect=false"));

    /// <summary>A seam over the store's own connection.</summary>
    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <summary>The same store over further connections, as further processes would have; the caller disposes them.</summary>
    public ServiceProvider Provider(Func<RedisStoreOptions, RedisStoreOptions>? change = null)
    {
        var options = new RedisStoreOptions { Url = Url, Prefix = Keys.Prefix };
        return new ServiceCollection().AddLogging(log => log.SetMinimumLevel(LogLevel.None)).AddRedisStore(change?.Invoke(options) ?? options).BuildServiceProvider();
    }

    /// <summary>Runs the same work over so many connections at once.</summary>
    public async Task<T[]> FromConnectionsAsync<T>(int count, Func<IServiceProvider, int, Task<T>> work)
    {
        var providers = Enumerable.Range(0, count).Select(_ => Provider()).ToList();
        try
        {
            await Task.WhenAll(providers.Select(provider => provider.GetRequiredService<IQueues>().ListAsync(0, default)));
            return await Task.WhenAll(providers.Select((provider, index) => Task.Run(() => work(provider, index))));
        }
        finally
        {
            foreach (var provider in providers)
                await provider.DisposeAsync();
        }
    }

    public async Task<Dictionary<string, string>> HashAsync(string key) =>
        (await Raw.HashGetAllAsync(key)).ToDictionary(entry => (string)entry.Name!, entry => (string)entry.Value!, StringComparer.Ordinal);

    public async Task<string[]> ListAsync(string key) => [.. (await Raw.ListRangeAsync(key)).Select(value => (string)value!)];

    public async Task<Dictionary<string, double>> ScoresAsync(string key) =>
        (await Raw.SortedSetRangeByRankWithScoresAsync(key)).ToDictionary(entry => (string)entry.Element!, entry => entry.Score, StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        raw.Dispose();
    }
}
