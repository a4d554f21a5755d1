using RedisScheduler.TestKit;

namespace RedisScheduler.Api.Tests.Hosting;

/// <summary>One API for all tests that need no outage; each test uses ids of its own.</summary>
internal static class SharedApi
{
    private static readonly Lazy<Task<RunningApi>> Started = new(async () => await RunningApi.StartAsync((await SharedRedisAsync()).Url));

    /// <summary>The API; starts it at the first call.</summary>
    public static Task<RunningApi> GetAsync() => Started.Value;

    /// <summary>The Redis server behind it: redis-server where it is installed, because it starts at once, else the embedded one.</summary>
    public static Task<TestServer> SharedRedisAsync() => RedisServers.SharedAsync(Programs.Find("redis-server") is null ? RedisServers.Garnet : RedisServers.Redis);

    /// <summary>A server of a test's own, to be killed.</summary>
    public static Task<TestServer> OwnRedisAsync() => RedisServers.StartAsync(Programs.Find("redis-server") is null ? RedisServers.Garnet : RedisServers.Redis);

    /// <summary>An id that no other test uses.</summary>
    public static string NewId(string name) => $"{name}-{Guid.NewGuid().ToString("N")[..8]}";

    /// <summary>Stops the API, where a test started it.</summary>
    public static async Task StopAsync()
    {
        if (Started.IsValueCreated)
        {
            await (await Started.Value).DisposeAsync();
        }
    }
}

/// <summary>A fixture whose tests share the API.</summary>
[TestFixture]
internal abstract class ApiFixture
{
    protected RunningApi Api { get; private set; } = null!;

    protected ApiClient Client => Api.Admin;

    [OneTimeSetUp]
    public async Task ConnectAsync() => Api = await SharedApi.GetAsync();

    protected static string NewId(string name) => SharedApi.NewId(name);
}
