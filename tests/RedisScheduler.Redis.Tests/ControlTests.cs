using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;

namespace RedisScheduler.Redis.Tests;

internal sealed class ControlTests(string server) : Conformance(server)
{
    private Task<CancelResult> CancelAsync(string id, string reason = "by ann") => Control.CancelAsync(id, reason, Samples.Now + 50, default);

    [Test]
    public async Task A_waiting_job_is_cancelled_at_once_and_never_taken()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);
        await EnqueueAsync(Samples.Manual("m1"));

        Assert.That(await CancelAsync("m1", "say \"no\""), Is.EqualTo(CancelResult.Cancelled));

        Assert.That(await TakeAsync(), Is.Empty);
        var events = await EventsAsync();
        Assert.That(events, Has.Count.EqualTo(2));
        Assert.That((events[1].Status, events[1].Reason, events[1].ScheduleId), Is.EqualTo((ExecutionStatus.Cancelled, "say \"no\"", "daily")));
        Assert.That(await Store.Raw.KeyExistsAsync(Store.Keys.Active("daily")), Is.False);
        Assert.That(await Store.ListAsync(Store.Keys.Deleted), Is.EqualTo(new[] { "m1" }));
        Assert.That(await CancelAsync("m1"), Is.EqualTo(CancelResult.NotActive));
    }

    [Test]
    public async Task A_job_that_waits_for_its_retry_is_cancelled_at_once()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        await GiveAsync(Samples.Retry(await TakeOneAsync(), Samples.Now + 500));

        Assert.That(await CancelAsync("m1"), Is.EqualTo(CancelResult.Cancelled));

        Assert.That((await DelayedJobs.PromoteAsync(Samples.Now + 500, 10, default)), Is.EqualTo(new Promotion(0, null)));
        var events = await EventsAsync();
        Assert.That(events[^1].Rank, Is.GreaterThan(events[^2].Rank));
    }

    [Test]
    public async Task The_worker_of_a_running_job_is_asked()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        var job = await TakeOneAsync();

        Assert.That(await CancelAsync("m1"), Is.EqualTo(CancelResult.Requested));

        var states = await Leases.ExtendAsync(Samples.Worker, [new HeldLease("m1", job.Token, null)], Samples.Now, Samples.Now + 1, default);
        Assert.That(states, Is.EqualTo(new[] { LeaseState.CancelRequested }));
        Assert.That(await GiveAsync(Samples.Cancelled(job)), Is.EqualTo(FinishResult.Accepted));
        Assert.That((await EventsAsync())[^1].Status, Is.EqualTo(ExecutionStatus.Cancelled));
    }

    [TestCase(true, TestName = "A_cancelled_job_that_is_handed_back_is_not_run_again")]
    [TestCase(false, TestName = "A_cancelled_job_whose_worker_died_is_not_run_again")]
    public async Task A_cancelled_job_does_not_run_again(bool handedBack)
    {
        await EnqueueAsync(Samples.Manual("m1"));
        var job = await TakeOneAsync();
        await CancelAsync("m1");

        if (handedBack)
            await GiveAsync(Samples.HandBack(job));
        else
            await Leases.RecoverAsync(Samples.Now + 60_000, 3, 10, default);

        Assert.That(await TakeAsync(), Is.Empty);
        var end = (await EventsAsync())[^1];
        Assert.That((end.Status, end.Reason), Is.EqualTo((ExecutionStatus.Cancelled, "by ann")));
    }

    [Test]
    public async Task An_unknown_or_ended_job_is_not_active()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        await GiveAsync(Samples.Succeeded(await TakeOneAsync()));

        Assert.That(await CancelAsync("m1"), Is.EqualTo(CancelResult.NotActive));
        Assert.That(await CancelAsync("nobody"), Is.EqualTo(CancelResult.NotActive));
    }

    [Test]
    public async Task A_job_is_cancelled_once_however_many_cancel()
    {
        var ids = Enumerable.Range(0, 50).Select(i => $"m{i}").ToList();
        await EnqueueAsync([.. ids.Select(id => Samples.Manual(id))]);

        var cancelled = await Store.FromConnectionsAsync(Connections, async (services, _) =>
        {
            var mine = 0;
            foreach (var id in ids)
                mine += await services.GetRequiredService<IJobControl>().CancelAsync(id, "x", Samples.Now, default) == CancelResult.Cancelled ? 1 : 0;
            return mine;
        });

        Assert.That(cancelled.Sum(), Is.EqualTo(50));
        Assert.That((await EventsAsync()).Count(e => e.Status == ExecutionStatus.Cancelled), Is.EqualTo(50));
    }

    [Test]
    public async Task Failed_jobs_that_are_old_or_too_many_are_forgotten_and_foreign_ones_are_not()
    {
        await EnqueueAsync([.. Enumerable.Range(0, 10).Select(i => Samples.Manual($"m{i}"))]);
        await Queue.ExchangeAsync(Samples.Give([.. (await TakeAsync(10)).Select(job => Samples.Failed(job))]), default);
        await Store.Raw.HashSetAsync(Store.Keys.Job("foreign"), "State", "Failed");
        await Store.Raw.SortedSetAddAsync(Store.Keys.Failed, "foreign", 1);

        Assert.That(await Control.ForgetFailedAsync(Samples.Now - 1000, 100, 100, default), Is.Zero);
        Assert.That(await Control.ForgetFailedAsync(Samples.Now - 1000, 8, 100, default), Is.EqualTo(2));
        Assert.That(await Control.ForgetFailedAsync(Samples.Now + 5000, 100, 5, default), Is.EqualTo(5));
        Assert.That(await Control.ForgetFailedAsync(Samples.Now + 5000, 100, 100, default), Is.EqualTo(3));

        Assert.That((await Store.ScoresAsync(Store.Keys.Failed)).Keys, Is.EqualTo(new[] { "foreign" }));
        Assert.That(await Store.Raw.KeyExistsAsync(Store.Keys.JobHistory("m0")), Is.False);
    }
}
