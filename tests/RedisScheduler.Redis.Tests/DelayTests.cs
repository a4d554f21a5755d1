using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;

namespace RedisScheduler.Redis.Tests;

internal sealed class DelayTests(string server) : Conformance(server)
{
    [Test]
    public async Task A_failed_attempt_waits_for_its_retry_and_counts()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        await GiveAsync(Samples.Retry(await TakeOneAsync(), Samples.Now + 1234));
        Assert.That(await TakeAsync(), Is.Empty);

        Assert.That(await DelayedJobs.PromoteAsync(Samples.Now + 1233, 10, default), Is.EqualTo(new Promotion(0, Samples.Now + 1234)));
        Assert.That(await DelayedJobs.PromoteAsync(Samples.Now + 1234, 10, default), Is.EqualTo(new Promotion(1, null)));

        var job = await TakeOneAsync();
        Assert.That((job.Id, job.Attempt, job.Failures), Is.EqualTo(("m1", 2, 1)));
        Assert.That(await Store.ScoresAsync(Store.Keys.Schedule), Is.Empty);
        Assert.That(await Store.ScoresAsync(Store.Keys.Retries), Is.Empty);
    }

    [Test]
    public async Task The_events_of_a_run_rise_in_rank()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        await GiveAsync(Samples.Retry(await TakeOneAsync(), Samples.Now + 1));
        await DelayedJobs.PromoteAsync(Samples.Now + 1, 10, default);
        await TakeOneAsync();
        await Leases.RecoverAsync(Samples.Now + 60_000, 3, 10, default);
        await GiveAsync(Samples.Succeeded(await TakeOneAsync()));

        var events = await EventsAsync();
        Assert.That(events.Select(e => e.Rank), Is.Ordered.Ascending.And.Unique);
        Assert.That(events.Select(e => (e.Status, e.Attempt)), Is.EqualTo(new[]
        {
            (ExecutionStatus.Queued, 0), (ExecutionStatus.Retrying, 1), (ExecutionStatus.Queued, 2), (ExecutionStatus.Queued, 2), (ExecutionStatus.Succeeded, 3),
        }));
    }

    [Test]
    public async Task Each_delayed_job_is_promoted_once_however_many_promote()
    {
        await EnqueueAsync([.. Enumerable.Range(0, 200).Select(i => Samples.Manual($"m{i}"))]);
        await Queue.ExchangeAsync(Samples.Give([.. (await TakeAsync(200)).Select(job => Samples.Retry(job, Samples.Now + 5))]), default);

        var moved = await Store.FromConnectionsAsync(Connections, async (services, _) =>
        {
            var mine = 0;
            for (var i = 0; i < 40; i++)
                mine += (await services.GetRequiredService<IDelayedJobs>().PromoteAsync(Samples.Now + 5, 10, default)).Moved;
            return mine;
        });

        Assert.That(moved.Sum(), Is.EqualTo(200));
        Assert.That((await TakeAsync(1000)).Select(job => job.Id).ToList(), Is.Unique.And.Count.EqualTo(200));
    }

    [Test]
    public async Task A_retry_keeps_its_queue_and_priority()
    {
        await EnqueueAsync(Samples.Manual("m1", spec: Samples.Spec(queue: "mail", priority: 1)));
        var job = (await TakeAsync(1, "mail")).Single();
        await GiveAsync(Samples.Retry(job, Samples.Now + 2000));
        Assert.That((await Store.ScoresAsync(Store.Keys.Schedule)).Keys, Is.EqualTo(new[] { "mail:m1" }));

        await DelayedJobs.PromoteAsync(Samples.Now + 2000, 10, default);

        Assert.That(await Store.ListAsync(Store.Keys.Queue("mail", 1)), Is.EqualTo(new[] { "m1" }));
        Assert.That(await Store.ScoresAsync(Store.Keys.Schedule), Is.Empty);
    }

    [Test]
    public async Task A_delayed_job_that_the_dashboard_enqueued_early_is_not_queued_twice()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        await GiveAsync(Samples.Retry(await TakeOneAsync(), Samples.Now + 5));
        await Store.Raw.HashSetAsync(Store.Keys.Job("m1"), "State", "Enqueued");
        await Store.Raw.ListLeftPushAsync(Store.Keys.Queue("default"), "m1");
        await Store.Raw.SortedSetRemoveAsync(Store.Keys.Schedule, "m1");

        Assert.That((await DelayedJobs.PromoteAsync(Samples.Now + 5, 10, default)).Moved, Is.Zero);
        Assert.That(await TakeAsync(10), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task The_guard_holds_while_a_run_waits_for_its_retry()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);
        await FireAsync(Samples.Fire("daily", Samples.Now, Samples.Now + 30_000, Samples.Job()));
        await GiveAsync(Samples.Retry(await TakeOneAsync(), Samples.Now + 60_000));

        await FireAsync(Samples.Fire("daily", Samples.Now + 30_000, null, Samples.Job(due: Samples.Now + 30_000)), Samples.Now + 30_000);

        Assert.That((await EventsAsync())[^1].Status, Is.EqualTo(ExecutionStatus.Skipped));
    }
}
