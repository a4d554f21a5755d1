using System.Collections.Concurrent;
using NUnit.Framework;
using RedisScheduler.Api.Embedded;

namespace RedisScheduler.TestKit;

/// <summary>
/// The servers that everything on Redis is tested with. A conformance fixture is <c>[TestFixture(RedisServers.Redis)] [TestFixture(RedisServers.Garnet)]</c>
/// with the name as its constructor's argument.
/// </summary>
public static class RedisServers
{
    public const string Redis = "redis-server";
    public const string Garnet = "garnet";

    private static readonly ConcurrentDictionary<string, Lazy<Task<TestServer>>> Shared = new(StringComparer.Ordinal);

    /// <summary>Every name that <see cref="StartAsync"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = [Redis, Garnet];

    /// <summary>Starts a server of the test's own, to be disposed by it. Where it is not installed, the test is reported as skipped.</summary>
    public static Task<TestServer> StartAsync(string name) => TestServer.StartAsync(name, Command(name));

    /// <summary>
    /// The server that all tests of this process share; starts it at the first call, and again when a test killed it. Not to be disposed.
    /// Use <see cref="NewPrefix"/> for keys, or <see cref="TestServer.FlushAsync"/> in a fixture's set-up when nothing runs in parallel.
    /// </summary>
    public static async Task<TestServer> SharedAsync(string name)
    {
        var command = Command(name);
        var server = await Shared.GetOrAdd(name, _ => new(() => TestServer.StartAsync(name, command))).Value;
        if (!server.IsRunning)
        {
            await server.RestartAsync();
        }

        return server;
    }

    /// <summary>A key prefix nobody else has, one hash slot: <c>{t-3f2a…}:</c>.</summary>
    public static string NewPrefix() => $"{{t-{Guid.NewGuid():N}}}:";

    private static ServerCommand Command(string name)
    {
        switch (name)
        {
            case Redis:
                var server = Programs.Find("redis-server");
                if (server is null)
                {
                    Assert.Ignore("redis-server is not installed");
                }

                return new(
                    server,
                    (port, data) => ["--port", $"{port}", "--bind", "127.0.0.1", "--dir", data, "--appendonly", "yes", "--save", ""]
                );
            case Garnet:
                var dll = GarnetLocation.Find();
                if (dll is null)
                {
                    Assert.Ignore("garnet-server is not restored (dotnet tool restore)");
                }

                return new("dotnet", (port, data) => ["exec", dll, .. GarnetArguments.For(port, data)]);
            default:
                throw new ArgumentOutOfRangeException(nameof(name), name, $"Known are {string.Join(", ", Names)}.");
        }
    }
}
