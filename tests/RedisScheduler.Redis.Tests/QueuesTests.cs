using RedisScheduler.Jobs;

namespace RedisScheduler.Redis.Tests;

internal sealed class QueuesTests(string server) : Conformance(server)
{
    private IQueues Queues => Store.Get<IQueues>();

    [Test]
    public async Task Queues_tell_what_waits_what_runs_and_since_when()
    {
        await EnqueueAsync(Samples.Manual("m1"), Samples.Manual("m2", spec: Samples.Spec(priority: 2)), Samples.Manual("m3"));
        await EnqueueAsync(Samples.Manual("x", spec: Samples.Spec(queue: "mail")));
        await TakeAsync(1);
        await TakeAsync(1, "mail");

        Assert.That(await Queues.ListAsync(Samples.Now + 700, default), Is.EqualTo(new[]
        {
            new QueueInfo("default", 2, 1, false, 700),
            new QueueInfo("mail", 0, 1, false, null),
        }));
    }

    [Test]
    public async Task Nothing_is_taken_from_a_paused_queue_until_it_goes_on()
    {
        await EnqueueAsync(Samples.Manual("m1"), Samples.Manual("x", spec: Samples.Spec(queue: "mail")));
        await Queues.SetPausedAsync("default", true, default);

        Assert.That((await TakeAsync(10, "default", "mail")).Select(job => job.Id), Is.EqualTo(new[] { "x" }));
        Assert.That((await Queues.ListAsync(Samples.Now, default))[0].Paused, Is.True);

        await Queues.SetPausedAsync("default", false, default);
        Assert.That(await TakeAsync(10), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task No_queue_was_used_yet() => Assert.That(await Queues.ListAsync(Samples.Now, default), Is.Empty);
}
