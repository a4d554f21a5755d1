using System.Globalization;
using NUnit.Framework;

namespace RedisScheduler.TestKit;

/// <summary>A real Redis Cluster of masters on free ports, the slots spread evenly. Shards go on while the node of another is away.</summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private const int Slots = 16_384;
    private static readonly string[] Probes = [.. Enumerable.Range(0, 20).Select(number => $"probe-{number}")];
    private readonly List<TestServer> nodes = [];
    private readonly List<int> buses = [];

    private RedisCluster() { }

    /// <summary>Its nodes, in the order of their slots.</summary>
    public IReadOnlyList<TestServer> Nodes => nodes;

    /// <summary>All nodes, as REDIS_URL takes them.</summary>
    public string Url => string.Join(',', nodes.Select(node => node.Url));

    /// <summary>Starts so many nodes, and waits until all agree. Where redis-server is not installed, the test is reported as skipped.</summary>
    public static async Task<RedisCluster> StartAsync(int count)
    {
        if (Programs.Find("redis-server") is not { } program)
        {
            Assert.Ignore("redis-server is not installed");
            throw new InvalidOperationException();
        }

        var cluster = new RedisCluster();
        try
        {
            for (var number = 0; number < count; number++)
            {
                // The bus has a port of its own: the usual one, ten thousand above, may be out of range.
                cluster.buses.Add(FreePort.Next());
                cluster.nodes.Add(await TestServer.StartAsync("cluster node", Command(program, cluster.buses[number])));
            }

            await cluster.JoinAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until every node serves its slots and knows who serves the others.</summary>
    public async Task ReadyAsync()
    {
        foreach (var node in nodes)
        {
            foreach (var key in Probes)
            {
                await Eventually.AsyncThat(() => node.AskAsync("EXISTS", key), Does.Not.StartWith("-CLUSTERDOWN"), TimeSpan.FromSeconds(30));
            }
        }
    }

    /// <summary>The node that has a key.</summary>
    public async Task<TestServer> NodeOfAsync(string key)
    {
        var slot = int.Parse((await nodes[0].AskAsync("CLUSTER", "KEYSLOT", key))[1..], NumberStyles.None, CultureInfo.InvariantCulture);
        return nodes[slot * nodes.Count / Slots];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    private static ServerCommand Command(string program, int bus) =>
        new(
            program,
            (port, data) =>
                [
                    "--port", $"{port}", "--bind", "127.0.0.1", "--dir", data, "--appendonly", "yes", "--save", "",
                    "--cluster-enabled", "yes", "--cluster-port", $"{bus}", "--cluster-node-timeout", "2000", "--cluster-require-full-coverage", "no",
                ]
        );

    private async Task JoinAsync()
    {
        for (var number = 0; number < nodes.Count; number++)
        {
            var (first, last) = (FirstSlot(number), FirstSlot(number + 1) - 1);
            Assert.That(await nodes[number].AskAsync("CLUSTER", "ADDSLOTSRANGE", $"{first}", $"{last}"), Is.EqualTo("+OK"));
            Assert.That(await nodes[number].AskAsync("CLUSTER", "SET-CONFIG-EPOCH", $"{number + 1}"), Is.EqualTo("+OK"));
        }

        foreach (var node in nodes.Skip(1))
        {
            Assert.That(await node.AskAsync("CLUSTER", "MEET", "127.0.0.1", $"{nodes[0].Port}", $"{buses[0]}"), Is.EqualTo("+OK"));
        }

        await ReadyAsync();
    }

    private int FirstSlot(int number) => ((number * Slots) + nodes.Count - 1) / nodes.Count;
}
