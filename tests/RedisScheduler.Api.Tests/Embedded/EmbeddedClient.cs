using RedisScheduler.Api.Embedded;
using StackExchange.Redis;

namespace RedisScheduler.Api.Tests.Embedded;

/// <summary>What the tests of the embedded server ask of it, through the client library that the product uses.</summary>
internal static class EmbeddedClient
{
    public static Task<ConnectionMultiplexer> ConnectAsync(string url)
    {
        var uri = new Uri(url);
        var options = new ConfigurationOptions
        {
            Password = uri.UserInfo.TrimStart(':'),
            AbortOnConnectFail = false,
            AllowAdmin = true,
        };
        options.EndPoints.Add(uri.Host, uri.Port);
        return ConnectionMultiplexer.ConnectAsync(options);
    }

    /// <summary>Writes <c>key:0</c> and so on, by scripts as the product does, and returns when each is acknowledged.</summary>
    public static async Task WriteAsync(string url, int count, int valueLength = 20)
    {
        using var client = await ConnectAsync(url);
        var database = client.GetDatabase();
        const string Script = "redis.call('SET', KEYS[2], ARGV[1]) return 1";
        var value = new string('x', valueLength);
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => database.ScriptEvaluateAsync(Script, ["root", $"key:{i}"], [value])));
    }

    /// <summary>How many of those keys there are.</summary>
    public static async Task<int> CountAsync(string url, int count)
    {
        using var client = await ConnectAsync(url);
        var database = client.GetDatabase();
        var found = await Task.WhenAll(Enumerable.Range(0, count).Select(i => database.KeyExistsAsync($"key:{i}")));
        return found.Count(exists => exists);
    }

    public static async Task FlushToDiskAsync(string url)
    {
        var uri = new Uri(url);
        await Resp.SendAsync(uri.Port, uri.UserInfo.TrimStart(':'), ["COMMITAOF"], CancellationToken.None);
    }
}
