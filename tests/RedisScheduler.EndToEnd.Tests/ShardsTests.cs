using System.Globalization;
using RedisScheduler.EndToEnd.Tests.Hosts;
using RedisScheduler.TestKit;

namespace RedisScheduler.EndToEnd.Tests;

/// <summary>A fleet whose Redis is filled with several shards.</summary>
[TestFixture]
public sealed class ShardsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>By their hashes: in shard 0 of two, and in shard 1.</summary>
    private static readonly string[] Naps = ["naps", "nap"];

    [Test]
    public async Task All_that_a_user_does_works_with_two_shards_on_one_redis_server()
    {
        await using var server = await LocalHttpServer.StartAsync();
        await using var fleet = await Fleet.StartAsync(shards: 2);
        var steps = new ThreeProducers(fleet.Api, server);
        await steps.SaveAsync();
        await steps.CheckAsync();

        foreach (var (id, shard) in Naps.Select((id, shard) => (id, shard)))
        {
            await fleet.Api.PostAsync("/schedules", Sleep(id, "1d", milliseconds: 60_000));
            Assert.That(await fleet.Redis.AskAsync("EXISTS", $"{{rs-{shard}}}:recurring-job:{id}"), Is.EqualTo(":1"));
        }

        var running = await RunAllAsync(fleet, "running");
        await Eventually.AsyncThat(async () => (await QueueAsync(fleet)).Running, Is.GreaterThanOrEqualTo(2), Patience);
        await Eventually.AsyncThat(
            async () => (await fleet.Api.GetAsync("/workers")).GetProperty("items").EnumerateArray().Sum(worker => worker.GetProperty("running").GetInt32()),
            Is.GreaterThanOrEqualTo(2),
            Patience
        );
        await CancelAsync(fleet, running);

        await fleet.Api.PostAsync("/workflows/first-steps/pause");
        await fleet.Api.PostAsync("/queues/default/pause");
        var waiting = await RunAllAsync(fleet, "queued");
        Assert.That(await QueueAsync(fleet), Is.EqualTo((2, 0, true)));
        await CancelAsync(fleet, waiting);
        await fleet.Api.PostAsync("/queues/default/resume");
        await CancelAsync(fleet, await RunAllAsync(fleet, "running"));
    }

    [Test]
    public async Task A_worker_that_is_told_another_number_of_shards_does_not_start_and_says_why()
    {
        await using var fleet = await Fleet.StartAsync(workers: 1, shards: 2);
        fleet.AddWorker(shards: 1);
        var refused = fleet.Workers[^1];
        Assert.That(await refused.WaitForExitAsync(Patience), Is.EqualTo(2));
        Assert.That(refused.Output, Does.Contain("SHARDS: is 1, and Redis was filled with 2."));
    }

    [Test]
    public async Task On_a_cluster_of_three_nodes_every_due_time_is_accounted_for_while_a_node_is_killed_and_comes_back()
    {
        await using var fleet = await Fleet.StartAsync(shards: 3, nodes: 3);
        var beats = Enumerable.Range(0, 9).Select(number => $"beat-{number}").ToArray();
        foreach (var beat in beats)
        {
            await fleet.Api.PostAsync("/schedules", Sleep(beat, "500ms", milliseconds: 1));
        }

        await Eventually.AsyncThat(async () => (await CountsAsync(fleet, beats)).Min(), Is.GreaterThanOrEqualTo(3), Patience);
        var killed = await fleet.Cluster.NodeOfAsync("{rs-1}:");
        Assert.That(killed, Is.Not.EqualTo(await fleet.Cluster.NodeOfAsync("{rs-0}:")).And.Not.EqualTo(await fleet.Cluster.NodeOfAsync("{rs-2}:")));
        killed.Kill();
        await Eventually.AsyncThat(() => fleet.Api.StatusAsync("/readyz"), Is.EqualTo(503), Patience);
        var before = await CountsAsync(fleet, beats);
        await Eventually.AsyncThat(
            async () => (await CountsAsync(fleet, beats)).Zip(before, (now, was) => now - was).Count(more => more >= 10),
            Is.InRange(1, beats.Length - 1),
            Patience
        );

        await killed.RestartAsync();
        await fleet.Cluster.ReadyAsync();
        await fleet.Api.WaitUntilReadyAsync();
        before = await CountsAsync(fleet, beats);
        await Eventually.AsyncThat(async () => (await CountsAsync(fleet, beats)).Zip(before, (now, was) => now - was).Min(), Is.GreaterThanOrEqualTo(5), Patience);
        foreach (var beat in beats)
        {
            await fleet.Api.PostAsync($"/schedules/{beat}/pause");
            await Eventually.AsyncThat(async () => (await fleet.Api.RunsAsync(beat)).All(run => run.HasEnded), Patience);
            LedgerCheck.HasEveryDueTimeOnce(await fleet.Api.RunsAsync(beat), TimeSpan.FromMilliseconds(500));
        }
    }

    private static string Sleep(string id, string interval, int milliseconds) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$$"""
            { "id": "{{{id}}}", "name": "{{{id}}}", "interval": "{{{interval}}}", "target": { "type": "handler", "name": "demo.sleep" }, "payload": { "ms": {{{milliseconds}}} } }
            """
        );

    private static async Task<IReadOnlyList<string>> RunAllAsync(Fleet fleet, string status)
    {
        var ids = new List<string>();
        foreach (var id in Naps)
        {
            ids.Add(await fleet.Api.RunNowAsync(id));
        }

        foreach (var id in ids)
        {
            await Eventually.AsyncThat(async () => (await fleet.Api.RunAsync(id)).Status, Is.EqualTo(status), Patience);
        }

        return ids;
    }

    private static async Task CancelAsync(Fleet fleet, IEnumerable<string> ids)
    {
        foreach (var id in ids)
        {
            await fleet.Api.PostAsync($"/executions/{Uri.EscapeDataString(id)}/cancel");
            await Eventually.AsyncThat(async () => (await fleet.Api.RunAsync(id)).Status, Is.EqualTo("cancelled"), Patience);
        }
    }

    private static async Task<(int Depth, int Running, bool Paused)> QueueAsync(Fleet fleet)
    {
        var queue = (await fleet.Api.GetAsync("/queues")).GetProperty("items").EnumerateArray().Single();
        return (queue.GetProperty("depth").GetInt32(), queue.GetProperty("running").GetInt32(), queue.GetProperty("paused").GetBoolean());
    }

    private static async Task<int[]> CountsAsync(Fleet fleet, IEnumerable<string> ids)
    {
        var counts = new List<int>();
        foreach (var id in ids)
        {
            counts.Add((await fleet.Api.RunsAsync(id)).Count(run => run.Status == "succeeded"));
        }

        return [.. counts];
    }
}
