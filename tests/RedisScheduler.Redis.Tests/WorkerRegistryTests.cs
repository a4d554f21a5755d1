using RedisScheduler.Workers;

namespace RedisScheduler.Redis.Tests;

internal sealed class WorkerRegistryTests(string server) : Conformance(server)
{
    private static readonly WorkerInfo Worker = new(Samples.Worker, "host", Samples.Now, Samples.Now + 10, ["critical", "default"], 20, 3);

    private IWorkerRegistry Workers => Store.Get<IWorkerRegistry>();

    [Test]
    public async Task A_worker_that_says_it_is_alive_is_listed()
    {
        var other = Worker with { Id = "a:1:x", Queues = ["default"] };
        await Workers.HeartbeatAsync(Worker, default);
        await Workers.HeartbeatAsync(other, default);

        Assert.That(Comparable(await Workers.ListAsync(default)), Is.EqualTo(Comparable([other, Worker])));
    }

    [Test]
    public async Task A_later_heartbeat_replaces_the_earlier_one()
    {
        await Workers.HeartbeatAsync(Worker, default);
        var later = Worker with { HeartbeatMs = Samples.Now + 5000, Queues = ["default"], Running = 0 };
        await Workers.HeartbeatAsync(later, default);

        Assert.That(Comparable(await Workers.ListAsync(default)), Is.EqualTo(Comparable([later])));
    }

    [Test]
    public async Task A_removed_worker_leaves_nothing()
    {
        await Workers.HeartbeatAsync(Worker, default);
        await Workers.RemoveAsync(Worker.Id, default);

        Assert.That(await Workers.ListAsync(default), Is.Empty);
        Assert.That(await Store.Raw.KeyExistsAsync(Store.Keys.Server(Worker.Id)), Is.False);
        Assert.That(await Store.Raw.KeyExistsAsync(Store.Keys.ServerQueues(Worker.Id)), Is.False);
    }

    [Test]
    public async Task A_worker_that_was_silent_for_five_minutes_is_taken_off_by_the_others()
    {
        await Workers.HeartbeatAsync(Worker with { Id = "dead:1:x" }, default);
        await Workers.HeartbeatAsync(Worker with { HeartbeatMs = Samples.Now + 11 + 300_000 }, default);

        Assert.That((await Workers.ListAsync(default)).Select(worker => worker.Id), Is.EqualTo(new[] { Worker.Id }));
    }

    private static IEnumerable<string> Comparable(IEnumerable<WorkerInfo> workers) =>
        workers.Select(worker => $"{worker with { Queues = [] }} {string.Join(',', worker.Queues)}");
}
