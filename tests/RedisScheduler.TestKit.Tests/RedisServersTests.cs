using RedisScheduler.Api.Embedded;
using StackExchange.Redis;

namespace RedisScheduler.TestKit.Tests;

[TestFixture(RedisServers.Redis)]
[TestFixture(RedisServers.Garnet)]
public sealed class RedisServersTests(string name)
{
    [Test]
    public async Task Keys_survive_a_kill_and_a_restart()
    {
        await using var server = await RedisServers.StartAsync(name);
        await WithDatabaseAsync(server, database => database.StringSetAsync("key", "value"));
        await Eventually.AsyncThat(
            () => WithDatabaseAsync(server, database => database.StringGetAsync("key")),
            Is.EqualTo((RedisValue)"value")
        );

        server.Kill();
        Assert.That(server.IsRunning, Is.False);
        await server.RestartAsync();

        Assert.That(await WithDatabaseAsync(server, database => database.StringGetAsync("key")), Is.EqualTo((RedisValue)"value"));
    }

    [Test]
    public async Task A_frozen_server_answers_again_when_thawed()
    {
        await using var server = await RedisServers.StartAsync(name);
        server.Freeze();
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(300), TimeProvider.System);
        Assert.That(
            async () => await Resp.SendAsync(server.Port, null, ["PING"], soon.Token),
            Throws.InstanceOf<OperationCanceledException>()
        );

        server.Thaw();

        Assert.That(await Resp.SendAsync(server.Port, null, ["PING"], CancellationToken.None), Is.EqualTo("+PONG"));
    }

    [Test]
    public async Task The_shared_server_is_one_and_comes_back_after_a_kill()
    {
        var first = await RedisServers.SharedAsync(name);
        first.Kill();
        var second = await RedisServers.SharedAsync(name);

        Assert.That(second, Is.SameAs(first));
        Assert.That(second.IsRunning, Is.True);
    }

    [Test]
    public async Task Flushing_removes_every_key()
    {
        var server = await RedisServers.SharedAsync(name);
        await WithDatabaseAsync(server, database => database.StringSetAsync("key", "value"));
        await server.FlushAsync();

        Assert.That(await WithDatabaseAsync(server, database => database.KeyExistsAsync("key")), Is.False);
    }

    private static async Task<T> WithDatabaseAsync<T>(TestServer server, Func<IDatabase, Task<T>> use)
    {
        using var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{server.Port}");
        return await use(connection.GetDatabase());
    }
}
