using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;

namespace RedisScheduler.Redis.Tests;

/// <summary>A worker that takes jobs in the call that enqueues them.</summary>
internal sealed class EnqueueAndTakeTests(string server) : Conformance(server)
{
    private FakeTaker taker = null!;

    private IQueues Queues => Store.Get<IQueues>();

    [SetUp]
    public void TakeWith()
    {
        taker = new FakeTaker { Slots = 10 };
        Queue.TakeWith(taker);
    }

    [Test]
    public async Task What_is_enqueued_is_leased_at_once_without_keys_of_its_own()
    {
        var made = Samples.Manual("daily@1", spec: Samples.Spec(payload: """{"a": 1.0}"""));
        var results = await Queue.EnqueueAsync([made, Samples.Manual("daily@2")], Samples.Now, default);

        Assert.That(results, Is.All.EqualTo(new EnqueueResult(EnqueueOutcome.Queued, null)));
        var job = taker.Taken[0];
        Assert.That(job, Is.EqualTo(new TakenJob("daily@1", job.Token, 1, 0, "daily", made.Spec, Samples.Now, Samples.Now, made.Trigger)));
        Assert.That(taker.Taken.Select(each => (each.Id, each.Token)), Is.EqualTo(new[] { ("daily@1", job.Token), ("daily@2", job.Token) }));
        Assert.That(await TakeAsync(10), Is.Empty);
        Assert.That(await Store.Raw.KeyExistsAsync(Store.Keys.Job("daily@1")), Is.False);
        Assert.That((await EventsAsync()).Select(e => e.Id), Is.EqualTo(new[] { "daily@1", "daily@2" }));
        Assert.That(await GiveAsync(Samples.Succeeded(job)), Is.EqualTo(FinishResult.Accepted));
    }

    [Test]
    public async Task What_there_are_no_slots_for_waits_in_its_queue_in_its_order()
    {
        taker.Slots = 2;
        await EnqueueAsync(Samples.Manual("s@1"), Samples.Manual("s@2"), Samples.Manual("s@3"));
        taker.Slots = 0;
        await EnqueueAsync(Samples.Manual("s@4"));
        taker.Slots = 10;
        await EnqueueAsync(Samples.Manual("s@5"));

        Assert.That(taker.Taken.Select(job => job.Id), Is.EqualTo(new[] { "s@1", "s@2" }));
        Assert.That((await TakeAsync(10)).Select(job => job.Id), Is.EqualTo(new[] { "s@3", "s@4", "s@5" }));
        Assert.That(taker.Open, Is.Zero);
    }

    [TestCase("its queue is paused")]
    [TestCase("its queue is one of others")]
    [TestCase("another waits in a queue of the worker")]
    [TestCase("not all have a slot, and they are of several priorities")]
    [TestCase("it is to cancel others")]
    public async Task It_waits_in_its_queue_where(string reason)
    {
        taker.Queues = ["default", "mail"];
        if (reason == "another waits in a queue of the worker")
            await FromElsewhereAsync(Samples.Manual("s@0", spec: Samples.Spec(queue: "mail")));
        if (reason == "its queue is paused")
            await Queues.SetPausedAsync("default", paused: true, default);
        NewJob[] jobs = reason switch
        {
            "its queue is one of others" => [Samples.Manual("s@1", spec: Samples.Spec(queue: "others"))],
            "not all have a slot, and they are of several priorities" => [.. Enumerable.Range(0, 11).Select(n => Samples.Manual($"s@{n}", spec: Samples.Spec(priority: n == 10 ? 0 : 5)))],
            "it is to cancel others" => [Samples.Manual("s@1") with { Overlap = OverlapPolicy.CancelOther }],
            _ => [Samples.Manual("s@1")],
        };

        await EnqueueAsync(jobs);
        await Queues.SetPausedAsync("default", paused: false, default);

        Assert.That(taker.Taken, Is.Empty);
        Assert.That((await TakeAsync(20, "default", "mail", "others")).Select(job => job.Id), Is.SupersetOf(jobs.Select(job => job.Id)));
        Assert.That(taker.Open, Is.Zero);
    }

    [Test]
    public async Task One_whose_id_comes_twice_in_a_call_is_leased_once()
    {
        var results = await Queue.EnqueueAsync([Samples.Manual("daily@1"), Samples.Manual("daily@1")], Samples.Now, default);

        Assert.That(results.Select(each => each.Outcome), Is.EqualTo(new[] { EnqueueOutcome.Queued, EnqueueOutcome.Exists }));
        Assert.That(taker.Taken.Select(job => job.Id), Is.EqualTo(new[] { "daily@1" }));
    }

    [Test]
    public async Task One_whose_id_is_under_lease_is_not_made_again()
    {
        await EnqueueAsync(Samples.Manual("daily@1"));
        taker.Slots = 0;

        var again = await Queue.EnqueueAsync([Samples.Manual("daily@1"), Samples.Manual("daily@2")], Samples.Now, default);

        Assert.That(again.Select(each => each.Outcome), Is.EqualTo(new[] { EnqueueOutcome.Exists, EnqueueOutcome.Queued }));
        Assert.That((await TakeAsync(10)).Select(job => job.Id), Is.EqualTo(new[] { "daily@2" }));
        Assert.That(await EventsAsync(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task One_that_is_leased_is_in_the_way_of_the_next_which_is_not_taken()
    {
        await Registry.ApplyAsync([Samples.Entry(overlap: OverlapPolicy.Skip)], default);
        await EnqueueAsync(Samples.Manual("daily@1"));

        var next = await Queue.EnqueueAsync(
            [
                Samples.Manual("daily@2") with { Overlap = OverlapPolicy.Skip },
                Samples.Manual("daily@3") with { Overlap = OverlapPolicy.BufferOne },
                Samples.Manual("daily@4"),
                Samples.Manual("daily@5") with { Revision = 7 },
            ],
            Samples.Now,
            default);

        Assert.That(next.Select(each => (each.Outcome, each.Blocker)), Is.EqualTo(new[]
        {
            (EnqueueOutcome.Skipped, "daily@1"), (EnqueueOutcome.Waits, "daily@1"), (EnqueueOutcome.Queued, null), (EnqueueOutcome.Changed, null),
        }));
        Assert.That(taker.Taken.Select(job => job.Id), Is.EqualTo(new[] { "daily@1", "daily@4" }));
        await Queue.ExchangeAsync(Samples.Give([.. taker.Taken.Select(job => Samples.Succeeded(job))]), default);
        Assert.That((await TakeAsync(10)).Select(job => job.Id), Is.EqualTo(new[] { "daily@3" }));
    }

    [TestCase("it is new", EnqueueOutcome.Queued)]
    [TestCase("its schedule is not registered", EnqueueOutcome.Queued)]
    [TestCase("its schedule has the revision that it wants", EnqueueOutcome.Queued)]
    [TestCase("its schedule has another revision", EnqueueOutcome.Changed)]
    [TestCase("a job of its id has ended", EnqueueOutcome.Exists)]
    [TestCase("a job of its id is under lease", EnqueueOutcome.Exists)]
    [TestCase("a run is in its way", EnqueueOutcome.Skipped)]
    [TestCase("no run is in its way", EnqueueOutcome.Queued)]
    [TestCase("it is of an event", EnqueueOutcome.Queued)]
    public async Task One_that_comes_alone_is_dealt_with_as_one_of_several(string situation, EnqueueOutcome outcome)
    {
        var alone = await SeenAsync(situation);
        var accompanied = await SeenAsync(situation, Samples.Manual("other@1", "other", Samples.Spec("other", queue: "others")));

        Assert.That(alone.Result.Outcome, Is.EqualTo(outcome));
        Assert.That(alone.Text, Is.EqualTo(accompanied.Text));
    }

    [Test]
    public async Task One_whose_worker_died_is_run_by_another()
    {
        await EnqueueAsync(Samples.Manual("daily@1"));
        await Leases.RecoverAsync(Samples.Now + 60_000, 3, 10, default);
        Assert.That((await TakeAsync(10)).Select(job => (job.Id, job.Attempt)), Is.EqualTo(new[] { ("daily@1", 2) }));
    }

    [Test]
    public async Task Of_many_that_come_at_once_each_is_taken_once_or_waits()
    {
        taker.Slots = 150;
        await Task.WhenAll(Enumerable.Range(0, 300).Select(n => EnqueueAsync(Samples.Manual($"s@{n}"))));
        var waiting = await TakeAsync(300);

        Assert.That(taker.Taken.Concat(waiting).Select(job => job.Id), Is.EquivalentTo(Enumerable.Range(0, 300).Select(n => $"s@{n}")));
        Assert.That((taker.Taken.Count, taker.Open), Is.EqualTo((150, 0)));
    }

    /// <summary>What becomes of a job in a store of its own, with others behind it in the same call, and what Redis has of it then.</summary>
    private async Task<(EnqueueResult Result, string Text)> SeenAsync(string situation, params NewJob[] others)
    {
        await using var store = await Store.OpenAsync(Server);
        var queue = store.Get<IJobQueue>();
        var job = situation switch
        {
            "its schedule has the revision that it wants" => Samples.Manual("daily@1") with { Revision = 1 },
            "its schedule has another revision" => Samples.Manual("daily@1") with { Revision = 7 },
            "it is of an event" => Samples.Job(trigger: ExecutionTrigger.Event, id: "daily@1"),
            "a run is in its way" or "no run is in its way" => Samples.Manual("daily@1", spec: Samples.Spec(payload: "1")) with { Overlap = OverlapPolicy.Skip },
            _ => Samples.Manual("daily@1"),
        };
        if (situation != "its schedule is not registered")
            await store.Get<IScheduleRegistry>().ApplyAsync([Samples.Entry(overlap: OverlapPolicy.Skip)], default);
        var worker = new FakeTaker { Slots = 10 };
        queue.TakeWith(worker);
        if (situation is "a job of its id has ended" or "a job of its id is under lease" or "a run is in its way")
            await queue.EnqueueAsync([situation == "a run is in its way" ? Samples.Manual("daily@0") : job], Samples.Now, default);
        if (situation == "a job of its id has ended")
            await queue.ExchangeAsync(Samples.Give(Samples.Failed(worker.Taken[0])), default);

        var result = (await queue.EnqueueAsync([job, .. others], Samples.Now, default))[0];

        // All but the token.
        var owner = ((string?)await store.Raw.HashGetAsync(store.Keys.Owners, job.Id))?.Split(' ', 2)[1];
        var events = (await store.Get<IOutbox>().ReadAsync(0, 100, default)).Events.Where(each => each.Id == job.Id).Select(each => $"{each.Status} {each.Reason}");
        return (result, string.Join('\n',
            result,
            worker.Taken.Count(each => each.Id == job.Id),
            owner,
            string.Join(',', await store.Raw.SortedSetRangeByRankWithScoresAsync(store.Keys.Active("daily"))),
            await store.Raw.SetContainsAsync(store.Keys.Queues, "default"),
            string.Join(',', events)));
    }

    private async Task FromElsewhereAsync(NewJob job)
    {
        await using var other = Store.Provider();
        await other.GetRequiredService<IJobQueue>().EnqueueAsync([job], Samples.Now, default);
    }
}
