using RedisScheduler.Jobs;
using RedisScheduler.Redis.Format;
using RedisScheduler.Schedules;

namespace RedisScheduler.Redis.Tests;

/// <summary>
/// What a server leaves that was killed between two writes of a script: Garnet's append-only file keeps no script whole. Each test puts the keys into such a state by hand, and
/// shows that every job is run, once.
/// </summary>
internal sealed class HalfWrittenTests(string server) : Conformance(server)
{
    [Test]
    public async Task A_job_that_was_made_but_never_queued_is_queued_by_the_next_firing()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);
        var fire = Samples.Fire("daily", Samples.Now, Samples.Now + 30_000, Samples.Job());
        await FireAsync(fire);
        await Store.Raw.KeyDeleteAsync([Store.Keys.Queue("default"), Store.Keys.Outbox]);
        await Store.Raw.HashDeleteAsync(Store.Keys.RecurringJob("daily"), ["LastDue", "Runs"]);
        await Store.Raw.SortedSetAddAsync(Store.Keys.RecurringJobs, "daily", FireScore.Of(Samples.Now));

        await FireAsync(fire);

        Assert.That((await TakeAsync(10)).Select(job => job.Id), Is.EqualTo(new[] { fire.Jobs[0].Id }));
        Assert.That(await EventsAsync(), Is.EqualTo(new[] { fire.Jobs[0].Event }));
    }

    [Test]
    public async Task A_job_that_was_leased_and_nothing_more_is_recorded_by_the_next_firing_and_recovered()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);
        var fire = Samples.Fire("daily", Samples.Now, Samples.Now + 30_000, Samples.Job());
        var take = new TakeRequest(Samples.Worker, [QueueNames.Default], 10, Samples.Now + 15_000);
        await Firing.FireAsync([fire], Samples.Now, take, default);
        await Store.Raw.KeyDeleteAsync([Store.Keys.Outbox]);
        await Store.Raw.HashDeleteAsync(Store.Keys.RecurringJob("daily"), ["LastDue", "Runs"]);
        await Store.Raw.SortedSetAddAsync(Store.Keys.RecurringJobs, "daily", FireScore.Of(Samples.Now));

        Assert.That((await Firing.FireAsync([fire], Samples.Now, take, default)).Jobs, Is.Empty);

        Assert.That(await EventsAsync(), Is.EqualTo(new[] { fire.Jobs[0].Event }));
        await Leases.RecoverAsync(Samples.Now + 60_000, 3, 10, default);
        Assert.That((await TakeAsync(10)).Select(job => (job.Id, job.Attempt)), Is.EqualTo(new[] { (fire.Jobs[0].Id, 2) }));
    }

    [Test]
    public async Task A_job_that_is_leased_without_keys_of_its_own_and_in_a_queue_keeps_its_payload()
    {
        var spec = Samples.Spec(payload: "\"A F B\"");
        await Registry.ApplyAsync([Samples.Entry() with { Spec = spec }], default);
        var fire = Samples.Fire("daily", Samples.Now, Samples.Now + 30_000, Samples.Job(spec: spec));
        await Firing.FireAsync([fire], Samples.Now, new TakeRequest(Samples.Worker, [QueueNames.Default], 10, Samples.Now + 15_000), default);
        await Store.Raw.ListRightPushAsync(Store.Keys.Queue("default"), fire.Jobs[0].Id);

        Assert.That(await TakeAsync(10), Is.Empty);

        await Leases.RecoverAsync(Samples.Now + 60_000, 3, 10, default);
        Assert.That((await TakeOneAsync()).Spec.Payload, Is.EqualTo(spec.Payload));
    }

    [Test]
    public async Task A_job_that_is_leased_and_still_in_its_queue_is_taken_once()
    {
        await EnqueueAsync(Samples.Manual("m1"), Samples.Manual("m2"));
        var job = await TakeOneAsync();
        await Store.Raw.ListRightPushAsync(Store.Keys.Queue("default"), job.Id);

        Assert.That((await TakeAsync(10)).Select(other => other.Id), Is.EqualTo(new[] { "m2" }));
        Assert.That(await TakeAsync(10), Is.Empty);
    }

    [Test]
    public async Task A_job_that_succeeded_and_is_gone_but_still_leased_leaves_nothing_behind()
    {
        await EnqueueAsync(Samples.Manual("daily@1"));
        await TakeOneAsync();
        await Store.Raw.KeyDeleteAsync([Store.Keys.Job("daily@1"), Store.Keys.JobState("daily@1")]);

        await Leases.RecoverAsync(Samples.Now + 60_000, 3, 10, default);

        Assert.That(await TakeAsync(10), Is.Empty);
        foreach (var key in new[] { Store.Keys.Owners, Store.Keys.Job("daily@1") })
            Assert.That(await Store.Raw.KeyExistsAsync(key), Is.False, key);
    }

    [Test]
    public async Task A_lost_job_that_is_queued_again_and_still_leased_is_recovered_and_taken_once()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        var job = await TakeOneAsync();
        await Store.Raw.ListRightPushAsync(Store.Keys.Queue("default"), job.Id);

        await Leases.RecoverAsync(Samples.Now + 60_000, 3, 10, default);

        Assert.That((await TakeAsync(10)).Select(again => again.Attempt), Is.EqualTo(new[] { 2 }));
        Assert.That(await TakeAsync(10), Is.Empty);
    }

    [Test]
    public async Task A_promoted_job_that_still_waits_for_its_moment_is_taken_once()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        var job = await TakeOneAsync();
        await GiveAsync(Samples.Retry(job, Samples.Now + 1000));
        await Store.Raw.ListLeftPushAsync(Store.Keys.Queue("default"), job.Id);

        await DelayedJobs.PromoteAsync(Samples.Now + 2000, 10, default);

        Assert.That((await TakeAsync(10)).Select(again => again.Attempt), Is.EqualTo(new[] { 2 }));
        Assert.That(await TakeAsync(10), Is.Empty);
        Assert.That(await Store.Raw.SortedSetLengthAsync(Store.Keys.Delayed), Is.Zero);
    }
}
