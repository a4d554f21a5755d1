using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;

namespace RedisScheduler.Redis.Tests;

/// <summary>What becomes of an occurrence that comes due while a run of its schedule is active: the table of Temporal's schedules, row by row.</summary>
internal sealed class OverlapTests(string server) : Conformance(server)
{
    private const long Step = 30_000;

    private static string Id(int n) => JobId.Occurrence("daily", Samples.Now + (n * Step));

    /// <summary>The n-th occurrence comes due.</summary>
    private async Task DueAsync(int n, OverlapPolicy overlap)
    {
        var due = Samples.Now + (n * Step);
        var fire = Samples.Fire("daily", due, due + Step, Samples.Job(due: due)) with { Overlap = overlap };
        Assert.That(await FireAsync(fire, due), Is.EqualTo(new[] { FireResult.Fired }));
    }

    private async Task<TakenJob> FirstRunsAsync(OverlapPolicy overlap)
    {
        await Registry.ApplyAsync([Samples.Entry(overlap: overlap)], default);
        await DueAsync(0, overlap);
        return await TakeOneAsync();
    }

    private async Task<string[]> TakenAsync() => [.. (await TakeAsync(10)).Select(job => job.Id)];

    private async Task<(ExecutionStatus Status, string? Reason)> RowAsync(string id)
    {
        var last = (await EventsAsync()).Last(e => e.Id == id);
        return (last.Status, last.Reason);
    }

    [Test]
    public async Task Skip_runs_none_of_those_that_come_due_meanwhile()
    {
        var first = await FirstRunsAsync(OverlapPolicy.Skip);
        await DueAsync(1, OverlapPolicy.Skip);
        await GiveAsync(Samples.Succeeded(first));

        Assert.That(await TakenAsync(), Is.Empty);
        Assert.That(await RowAsync(Id(1)), Is.EqualTo((ExecutionStatus.Skipped, $"overlap: {Id(0)}")));
        await DueAsync(2, OverlapPolicy.Skip);
        Assert.That(await TakenAsync(), Is.EqualTo(new[] { Id(2) }));
    }

    [Test]
    public async Task What_subscriptions_get_of_its_events_is_in_nobodys_way()
    {
        await Registry.ApplyAsync([Samples.Entry(overlap: OverlapPolicy.Skip)], default);
        var id = JobId.Delivery("daily", Samples.Now, "event", "subscription");
        await EnqueueAsync(Samples.Job(trigger: ExecutionTrigger.Event, id: id));
        await TakeOneAsync();
        await DueAsync(0, OverlapPolicy.Skip);

        Assert.That(await TakenAsync(), Is.EqualTo(new[] { Id(0) }));
    }

    [Test]
    public async Task Each_of_those_that_one_call_makes_is_in_the_way()
    {
        await Registry.ApplyAsync([Samples.Entry(overlap: OverlapPolicy.Skip)], default);
        await EnqueueAsync(Samples.Manual("m1"), Samples.Manual("m2"));
        await GiveAsync(Samples.Succeeded(await TakeOneAsync()));

        await DueAsync(0, OverlapPolicy.Skip);

        Assert.That(await RowAsync(Id(0)), Is.EqualTo((ExecutionStatus.Skipped, "overlap: m2")));
    }

    [Test]
    public async Task Those_that_one_call_makes_alike_are_in_the_way_oldest_first()
    {
        await Registry.ApplyAsync([Samples.Entry(overlap: OverlapPolicy.Skip)], default);
        await EnqueueAsync(Samples.Manual("m1"), Samples.Manual("m2") with { DueMs = Samples.Now - 1 }, Samples.Manual("m3"));

        Assert.That(
            (await Store.Raw.SortedSetRangeByRankWithScoresAsync(Store.Keys.Active("daily"))).Select(entry => ((string)entry.Element!, entry.Score)),
            Is.EqualTo(new[] { ("m2", Samples.Now - 1d), ("m1", Samples.Now), ("m3", Samples.Now) }));
    }

    [Test]
    public async Task Allow_runs_all_at_once()
    {
        await FirstRunsAsync(OverlapPolicy.Allow);
        await DueAsync(1, OverlapPolicy.Allow);
        await DueAsync(2, OverlapPolicy.Allow);

        Assert.That(await TakenAsync(), Is.EqualTo(new[] { Id(1), Id(2) }));
    }

    [Test]
    public async Task BufferOne_runs_the_first_of_them_when_the_active_one_has_ended()
    {
        var first = await FirstRunsAsync(OverlapPolicy.BufferOne);
        await DueAsync(1, OverlapPolicy.BufferOne);
        await DueAsync(2, OverlapPolicy.BufferOne);
        Assert.That(await TakenAsync(), Is.Empty);
        Assert.That(await RowAsync(Id(1)), Is.EqualTo((ExecutionStatus.Queued, $"waits for {Id(0)}")));
        Assert.That(await RowAsync(Id(2)), Is.EqualTo((ExecutionStatus.Skipped, $"overlap: {Id(1)}")));
        Assert.That((await Store.HashAsync(Store.Keys.JobState(Id(1))))["State"], Is.EqualTo("Awaiting"));

        await GiveAsync(Samples.Succeeded(first));

        Assert.That(await TakenAsync(), Is.EqualTo(new[] { Id(1) }));
        await DueAsync(3, OverlapPolicy.BufferOne);
        Assert.That(await RowAsync(Id(3)), Is.EqualTo((ExecutionStatus.Queued, $"waits for {Id(1)}")));
    }

    [Test]
    public async Task BufferAll_runs_one_after_the_other_in_order_of_their_due_times()
    {
        var active = await FirstRunsAsync(OverlapPolicy.BufferAll);
        for (var n = 1; n <= 3; n++)
            await DueAsync(n, OverlapPolicy.BufferAll);

        for (var n = 1; n <= 3; n++)
        {
            Assert.That(await TakenAsync(), Is.Empty);
            await GiveAsync(n == 2 ? Samples.Failed(active) : Samples.Succeeded(active));
            active = await TakeOneAsync();
            Assert.That(active.Id, Is.EqualTo(Id(n)));
        }

        await GiveAsync(Samples.Succeeded(active));
        foreach (var key in new[] { Store.Keys.Active("daily"), Store.Keys.Buffered("daily") })
            Assert.That(await Store.Raw.KeyExistsAsync(key), Is.False, key);
    }

    [Test]
    public async Task BufferAll_is_bounded()
    {
        await FirstRunsAsync(OverlapPolicy.BufferAll);
        for (var n = 0; n < 1000; n += 100)
            await Store.Raw.SortedSetAddAsync(Store.Keys.Buffered("daily"), [.. Enumerable.Range(n, 100).Select(i => new StackExchange.Redis.SortedSetEntry($"x{i}", i))]);

        await DueAsync(1, OverlapPolicy.BufferAll);

        Assert.That((await RowAsync(Id(1))).Status, Is.EqualTo(ExecutionStatus.Skipped));
    }

    [Test]
    public async Task CancelOther_cancels_the_active_one_and_runs_when_it_has_ended()
    {
        var first = await FirstRunsAsync(OverlapPolicy.CancelOther);
        await DueAsync(1, OverlapPolicy.CancelOther);
        Assert.That(await Leases.ExtendAsync(Samples.Worker, [new(first.Id, first.Token, null)], Samples.Now, Samples.Now + 9000, default), Is.EqualTo(new[] { LeaseState.CancelRequested }));
        Assert.That(await TakenAsync(), Is.Empty);

        await DueAsync(2, OverlapPolicy.CancelOther);
        Assert.That(await RowAsync(Id(1)), Is.EqualTo((ExecutionStatus.Cancelled, $"overlap: cancelled by {Id(2)}")));
        await GiveAsync(Samples.Cancelled(first));

        Assert.That(await TakenAsync(), Is.EqualTo(new[] { Id(2) }));
    }

    [Test]
    public async Task CancelOther_runs_at_once_where_the_other_waited_in_its_queue()
    {
        await Registry.ApplyAsync([Samples.Entry(overlap: OverlapPolicy.CancelOther)], default);
        await DueAsync(0, OverlapPolicy.CancelOther);
        await DueAsync(1, OverlapPolicy.CancelOther);

        Assert.That(await TakenAsync(), Is.EqualTo(new[] { Id(1) }));
        Assert.That(await RowAsync(Id(0)), Is.EqualTo((ExecutionStatus.Cancelled, $"overlap: cancelled by {Id(1)}")));
    }

    [Test]
    public async Task CancelOther_runs_the_last_of_those_that_one_call_makes()
    {
        NewJob[] jobs = [.. ((string[])["m1", "m2"]).Select(id => Samples.Manual(id) with { Overlap = OverlapPolicy.CancelOther })];
        await EnqueueAsync([.. jobs, Samples.Manual("other", "hourly")]);

        Assert.That(await TakenAsync(), Is.EqualTo(new[] { "m2", "other" }));
        Assert.That((await EventsAsync()).Single(e => e.Status == ExecutionStatus.Cancelled).Id, Is.EqualTo("m1"));
    }

    [TestCase("failed")]
    [TestCase("cancelled")]
    [TestCase("given up")]
    [TestCase("deleted by hand")]
    public async Task One_that_waits_runs_however_the_active_one_ends(string how)
    {
        var first = await FirstRunsAsync(OverlapPolicy.BufferOne);
        await DueAsync(1, OverlapPolicy.BufferOne);

        switch (how)
        {
            case "failed":
                await GiveAsync(Samples.Failed(first));
                break;
            case "cancelled":
                await GiveAsync(Samples.Cancelled(first));
                break;
            case "given up":
                await Leases.RecoverAsync(Samples.Now + 60_000, 0, 10, default);
                break;
            default:
                await Store.Raw.KeyDeleteAsync(Store.Keys.Job(first.Id));
                await DueAsync(2, OverlapPolicy.BufferOne);
                break;
        }

        Assert.That(await TakenAsync(), Is.EqualTo(new[] { Id(1) }));
    }

    [Test]
    public async Task A_retry_and_a_lost_worker_keep_the_next_one_waiting()
    {
        var first = await FirstRunsAsync(OverlapPolicy.BufferOne);
        await DueAsync(1, OverlapPolicy.BufferOne);

        await GiveAsync(Samples.Retry(first, Samples.Now + 500));
        Assert.That(await TakenAsync(), Is.Empty);
        await DelayedJobs.PromoteAsync(Samples.Now + 500, 10, default);
        await TakeOneAsync();
        await Leases.RecoverAsync(Samples.Now + 60_000, 3, 10, default);

        Assert.That(await TakenAsync(), Is.EqualTo(new[] { Id(0) }));
    }

    [Test]
    public async Task One_that_waits_can_be_cancelled()
    {
        var first = await FirstRunsAsync(OverlapPolicy.BufferOne);
        await DueAsync(1, OverlapPolicy.BufferOne);

        Assert.That(await Control.CancelAsync(Id(1), "by ann", Samples.Now, default), Is.EqualTo(CancelResult.Cancelled));

        await GiveAsync(Samples.Succeeded(first));
        Assert.That(await TakenAsync(), Is.Empty);
        Assert.That(await Store.Raw.KeyExistsAsync(Store.Keys.Buffered("daily")), Is.False);
    }

    [TestCase(OverlapPolicy.Skip, EnqueueOutcome.Skipped)]
    [TestCase(OverlapPolicy.Allow, EnqueueOutcome.Queued)]
    [TestCase(OverlapPolicy.BufferOne, EnqueueOutcome.Waits)]
    [TestCase(OverlapPolicy.BufferAll, EnqueueOutcome.Waits)]
    [TestCase(OverlapPolicy.CancelOther, EnqueueOutcome.Waits)]
    public async Task A_run_now_has_a_choice_of_its_own(OverlapPolicy overlap, EnqueueOutcome outcome)
    {
        var first = await FirstRunsAsync(OverlapPolicy.Skip);
        var now = Samples.Manual("daily@now") with { Overlap = overlap };
        now = now with { Event = now.Event with { Reason = "run now by ann" } };

        var results = await Queue.EnqueueAsync([now], Samples.Now, default);

        Assert.That(results, Is.EqualTo(new[] { new EnqueueResult(outcome, outcome == EnqueueOutcome.Queued ? null : first.Id) }));
        var reason = (await RowAsync("daily@now")).Reason;
        Assert.That(reason, Is.EqualTo(outcome switch
        {
            EnqueueOutcome.Skipped => $"overlap: {first.Id}; run now by ann",
            EnqueueOutcome.Waits => $"waits for {first.Id}; run now by ann",
            _ => "run now by ann",
        }));
    }

    [TestCase(1, EnqueueOutcome.Queued)]
    [TestCase(2, EnqueueOutcome.Changed)]
    public async Task A_run_now_of_a_remembered_definition_is_made_only_while_it_is_the_registered_one(long revision, EnqueueOutcome outcome)
    {
        await Registry.ApplyAsync([Samples.Entry()], default);

        var results = await Queue.EnqueueAsync([Samples.Manual("daily@now") with { Revision = revision }, Samples.Manual("gone@now", "gone") with { Revision = 1 }], Samples.Now, default);

        Assert.That(results.Select(result => result.Outcome), Is.EqualTo(new[] { outcome, EnqueueOutcome.Changed }));
        Assert.That(await TakeAsync(10), Has.Count.EqualTo(outcome == EnqueueOutcome.Queued ? 1 : 0));
    }

    [Test]
    public async Task Of_runs_asked_for_at_once_that_forbid_overlap_one_is_made()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);

        var results = await Store.FromConnectionsAsync(Connections, (services, n) =>
            Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<IJobQueue>(services)
                .EnqueueAsync([Samples.Manual($"daily@{n}") with { Overlap = OverlapPolicy.Skip }], Samples.Now, default));

        Assert.That(results.Count(each => each[0].Outcome == EnqueueOutcome.Queued), Is.EqualTo(1));
    }
}
