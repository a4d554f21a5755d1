using RedisScheduler.Jobs;
using RedisScheduler.Schedules;

namespace RedisScheduler.Redis.Tests;

/// <summary>A worker that takes jobs in the call that fires them.</summary>
internal sealed class FireAndTakeTests(string server) : Conformance(server)
{
    private IQueues Queues => Store.Get<IQueues>();

    [Test]
    public async Task What_is_fired_is_taken_with_all_that_another_take_would_bring()
    {
        await Registry.ApplyAsync([Samples.Entry() with { Spec = Samples.Spec(payload: """{"a": 1.0}""") }, Samples.Entry("other")], default);
        var job = Samples.Job(spec: Samples.Spec(payload: """{"a": 1.0}"""));

        var taken = (await FireAndTakeAsync(10, Fire(job))).Single();
        await FireAsync(Fire(Samples.Job("other")));
        var other = await TakeOneAsync();

        Assert.That(taken, Is.EqualTo(new TakenJob(job.Id, taken.Token, 1, 0, "daily", job.Spec, job.DueMs, Samples.Now, job.Trigger)));
        Assert.That(other, Is.EqualTo(taken with { Id = other.Id, Token = other.Token, ScheduleKey = "other", Spec = Samples.Spec("other") }));
        Assert.That(other.Token, Is.GreaterThan(taken.Token));
        Assert.That((await EventsAsync())[0], Is.EqualTo(job.Event));
        Assert.That(await GiveAsync(Samples.Succeeded(taken)), Is.EqualTo(FinishResult.Accepted));
        Assert.That(await GiveAsync(Samples.Succeeded(taken)), Is.EqualTo(FinishResult.Lost));
    }

    [Test]
    public async Task What_waits_already_goes_first_and_what_is_not_taken_waits_as_ever()
    {
        await Registry.ApplyAsync([Samples.Entry(), Samples.Entry("second")], default);
        await EnqueueAsync(Samples.Manual("before", "elsewhere"));

        var taken = await FireAndTakeAsync(2, Fire(Samples.Job()), Fire(Samples.Job("second")));

        Assert.That(taken.Select(job => job.Id), Is.EqualTo(new[] { "before", Samples.Job().Id }));
        var left = Samples.Job("second").Id;
        Assert.That((await Store.HashAsync(Store.Keys.JobState(left)))["Reason"], Is.EqualTo("Triggered by recurring job scheduler"));
        Assert.That((await TakeAsync(10)).Select(job => job.Id), Is.EqualTo(new[] { left }));
    }

    [TestCase("extended")]
    [TestCase("failed")]
    [TestCase("retried")]
    [TestCase("handed back")]
    [TestCase("lost")]
    [TestCase("succeeded as the last one")]
    [TestCase("cancelled")]
    [TestCase("not taken")]
    public async Task Hangfires_pages_find_all_of_a_job_as_soon_as_there_is_something_to_look_at(string what)
    {
        var spec = Samples.Spec() with { WorkflowId = null, Producer = null };
        await Registry.ApplyAsync([Samples.Entry() with { Spec = spec }, Samples.Entry("other") with { Spec = spec with { ScheduleId = "other" } }], default);
        await EnqueueAsync(Samples.Manual("other@1", "other", spec with { ScheduleId = "other" }));
        var wanted = await Store.HashAsync(Store.Keys.Job("other@1"));
        await TakeOneAsync();

        var job = Samples.Job(spec: spec);
        if (what == "not taken")
            await EnqueueAsync(Samples.Manual("before", "elsewhere"));
        var taken = await FireAndTakeAsync(1, Fire(job));
        await (what switch
        {
            "extended" => Leases.ExtendAsync(Samples.Worker, [new HeldLease(job.Id, taken[0].Token, Samples.Started(taken[0]))], Samples.Now + 5000, Samples.Now + 20_000, default),
            "failed" => GiveAsync(Samples.Failed(taken[0])),
            "retried" => GiveAsync(Samples.Retry(taken[0], Samples.Now + 1000)),
            "handed back" => GiveAsync(Samples.HandBack(taken[0])),
            "lost" => Leases.RecoverAsync(Samples.Now + 60_000, 3, 10, default),
            "succeeded as the last one" => GiveAsync(Samples.Succeeded(taken[0])),
            "cancelled" => GiveAsync(Samples.Cancelled(taken[0])),
            _ => Task.CompletedTask,
        });

        var found = await Store.HashAsync(Store.Keys.Job(job.Id));
        foreach (var name in new[] { "Type", "Method", "ParameterTypes", "CreatedAt", "Time", "CurrentCulture", "RecurringJobId", "Arguments", "Spec" })
            Assert.That(found.GetValueOrDefault(name), Is.EqualTo(wanted[name].Replace("other", "daily", StringComparison.Ordinal)), name);
        Assert.That(await Store.Raw.KeyExistsAsync(Store.Keys.JobState(job.Id)));
    }

    [Test]
    public async Task What_nothing_waits_before_is_leased_without_keys_of_its_own_and_leaves_nothing_behind()
    {
        await Registry.ApplyAsync([.. Enumerable.Range(0, 6).Select(number => Samples.Entry($"s{number}"))], default);

        var taken = await FireAndTakeAsync(10, [.. Enumerable.Range(0, 6).Select(number => Fire(Samples.Job($"s{number}")))]);
        Assert.That(await KeysAsync(), Is.Empty);
        Assert.That(await Store.Raw.HashLengthAsync(Store.Keys.Owners), Is.EqualTo(6));
        Assert.That(await Store.Raw.SetContainsAsync(Store.Keys.Queues, "default"), "a queue is known once it was used");

        await Queue.ExchangeAsync(Samples.Give([.. taken.Select(job => Samples.Succeeded(job))]), default);
        Assert.That(await KeysAsync(), Has.None.StartsWith(Store.Keys.Job(taken[0].Id)).And.None.StartsWith(Store.Keys.Job(taken[1].Id)));
        Assert.That(await Store.Raw.KeyExistsAsync(Store.Keys.Owners), Is.False);

        async Task<string[]> KeysAsync()
        {
            var ids = Enumerable.Range(0, 6).Select(number => Samples.Job($"s{number}").Id);
            var found = new List<string>();
            foreach (var key in ids.SelectMany(id => new[] { Store.Keys.Job(id), Store.Keys.JobState(id), Store.Keys.JobHistory(id) }))
            {
                if (await Store.Raw.KeyExistsAsync(key))
                    found.Add(key);
            }
            return [.. found];
        }
    }

    [TestCase(OverlapPolicy.Skip)]
    [TestCase(OverlapPolicy.BufferOne)]
    [TestCase(OverlapPolicy.CancelOther)]
    public async Task One_that_was_taken_in_the_call_that_fired_it_is_in_the_way_of_the_next(OverlapPolicy overlap)
    {
        await Registry.ApplyAsync([Samples.Entry(overlap: OverlapPolicy.Skip)], default);
        var (first, second, third) = (Samples.Job(), Samples.Job(due: Samples.Now + 1), Samples.Job(due: Samples.Now + 2));
        var taken = await FireAndTakeAsync(10, Fire(first, second) with { Overlap = OverlapPolicy.Skip });
        Assert.That(taken.Select(job => job.Id), Is.EqualTo(new[] { first.Id }), "also in the same call");

        var next = Fire(third) with { Overlap = overlap, ExpectedFireMs = Samples.Now + 30_000 };
        Assert.That((await Firing.FireAsync([next], next.ExpectedFireMs, Request(10), default)).Jobs, Is.Empty);

        var asked = await Leases.ExtendAsync(Samples.Worker, [new HeldLease(first.Id, taken[0].Token, Samples.Started(taken[0]))], Samples.Now, Samples.Now + 20_000, default);
        Assert.That(asked, Is.EqualTo(new[] { overlap == OverlapPolicy.CancelOther ? LeaseState.CancelRequested : LeaseState.Held }));
        await GiveAsync(Samples.Cancelled(taken[0]));
        Assert.That((await TakeAsync(10)).Select(job => job.Id), Is.EqualTo(overlap == OverlapPolicy.Skip ? [] : new[] { third.Id }));
    }

    [Test]
    public async Task One_that_was_taken_in_the_call_that_fired_it_can_be_cancelled()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);
        var taken = (await FireAndTakeAsync(10, Fire(Samples.Job()))).Single();

        Assert.That(await Store.Get<IJobControl>().CancelAsync(taken.Id, "not wanted", Samples.Now, default), Is.EqualTo(CancelResult.Requested));

        Assert.That((await Store.HashAsync(Store.Keys.Job(taken.Id)))["Cancel"], Is.EqualTo("\"not wanted\""));
        Assert.That(await GiveAsync(Samples.Cancelled(taken)), Is.EqualTo(FinishResult.Accepted));
    }

    [Test]
    public async Task What_is_lost_of_one_priority_comes_back_with_it()
    {
        var urgent = Samples.Spec(payload: "\"two\nlines\"") with { Priority = 0 };
        await Registry.ApplyAsync([Samples.Entry() with { Spec = urgent }], default);
        var job = Samples.Job(spec: urgent);
        Assert.That(await FireAndTakeAsync(10, Fire(job)), Has.Count.EqualTo(1));
        await EnqueueAsync(Samples.Manual("usual", "elsewhere"));

        await Leases.RecoverAsync(Samples.Now + 60_000, 3, 10, default);

        var again = await TakeAsync(10);
        Assert.That(again.Select(each => each.Id), Is.EqualTo(new[] { job.Id, "usual" }));
        Assert.That(again[0].Spec, Is.EqualTo(urgent));
    }

    [Test]
    public async Task A_paused_queue_and_one_of_others_keep_their_jobs()
    {
        var mail = Samples.Spec("mail", queue: "mail");
        await Registry.ApplyAsync([Samples.Entry(), Samples.Entry("mail") with { Spec = mail }], default);
        await Queues.SetPausedAsync("default", paused: true, default);

        Assert.That(await FireAndTakeAsync(10, Fire(Samples.Job()), Fire(Samples.Job("mail", spec: mail))), Is.Empty);

        await Queues.SetPausedAsync("default", paused: false, default);
        Assert.That((await TakeAsync(10, "default", "mail")).Select(job => job.ScheduleKey), Is.EqualTo(new[] { "daily", "mail" }));
    }

    [Test]
    public async Task A_skipped_occurrence_is_not_taken_and_a_stale_one_neither()
    {
        await Registry.ApplyAsync([Samples.Entry(), Samples.Entry("stale")], default);
        await EnqueueAsync(Samples.Manual("active"));
        await TakeOneAsync();

        var fired = await Firing.FireAsync([Fire(Samples.Job()), Fire(Samples.Job("stale")) with { Revision = 7 }], Samples.Now, Request(10), default);

        Assert.That(fired.Results, Is.EqualTo(new[] { FireResult.Fired, FireResult.Stale }));
        Assert.That(fired.Jobs, Is.Empty);
    }

    [Test]
    public async Task A_run_that_the_next_one_of_the_same_call_cancels_is_not_taken()
    {
        await Registry.ApplyAsync([Samples.Entry(overlap: OverlapPolicy.CancelOther)], default);
        var fire = Fire(Samples.Job(), Samples.Job(due: Samples.Now + 1)) with { Overlap = OverlapPolicy.CancelOther };

        Assert.That((await FireAndTakeAsync(10, fire)).Select(job => job.DueMs), Is.EqualTo(new[] { Samples.Now + 1 }));
        Assert.That(await TakeAsync(10), Is.Empty);
    }

    [Test]
    public async Task One_whose_worker_died_is_recovered_and_one_that_is_handed_back_waits()
    {
        await Registry.ApplyAsync([Samples.Entry(), Samples.Entry("other")], default);
        var taken = await FireAndTakeAsync(10, Fire(Samples.Job()), Fire(Samples.Job("other")));

        await GiveAsync(Samples.HandBack(taken[1]));
        Assert.That((await Store.HashAsync(Store.Keys.JobState(taken[1].Id)))["State"], Is.EqualTo("Enqueued"));
        await Leases.RecoverAsync(Samples.Now + 60_000, 3, 10, default);

        var again = await TakeAsync(10);
        Assert.That(again.Select(job => (job.Id, job.Attempt)), Is.EquivalentTo(new[] { (taken[0].Id, 2), (taken[1].Id, 1) }));
    }

    [Test]
    public async Task Of_more_than_a_call_holds_each_is_taken_once_and_no_more_than_asked()
    {
        var keys = Enumerable.Range(0, 250).Select(number => $"s{number}").ToArray();
        await Registry.ApplyAsync([.. keys.Select(key => Samples.Entry(key))], default);

        var taken = await FireAndTakeAsync(230, [.. keys.Select(key => Fire(Samples.Job(key)))]);

        Assert.That(taken.Select(job => job.ScheduleKey), Is.EqualTo(keys.Take(230)));
        Assert.That((await TakeAsync(100)).Select(job => job.ScheduleKey), Is.EqualTo(keys.Skip(230)));
    }

    [TestCase(OverlapPolicy.Allow)]
    [TestCase(OverlapPolicy.Skip)]
    public async Task Before_it_is_due_it_is_fired_for_whoever_takes_it_at_once(OverlapPolicy overlap)
    {
        await Registry.ApplyAsync([Samples.Entry(due: Early, overlap: overlap), Samples.Entry("later", due: Early)], default);
        var fires = new[] { EarlyFire("daily") with { Overlap = overlap }, EarlyFire("later") };

        var fired = await Firing.FireAsync(fires, Samples.Now, Request(1), default);

        Assert.That(fired.Results, Is.EqualTo(new[] { FireResult.Fired, FireResult.Early }));
        Assert.That(fired.Jobs.Select(job => (job.Id, job.DueMs, job.EnqueuedMs)), Is.EqualTo(new[] { (fires[0].Jobs[0].Id, Early, Samples.Now) }));
        Assert.That(await EventsAsync(), Is.EqualTo(new[] { fires[0].Jobs[0].Event }));
        Assert.That((await Registry.ReadAsync(["daily", "later"], default)).Select(each => each!.NextDueMs), Is.EqualTo(new[] { Early + 30_000, Early }));

        Assert.That(await FireAsync(fires[1], Early), Is.EqualTo(new[] { FireResult.Fired }));
        Assert.That((await TakeAsync(10)).Select(job => job.Id), Is.EqualTo(new[] { fires[1].Jobs[0].Id }));
        Assert.That(await GiveAsync(Samples.Succeeded(fired.Jobs[0])), Is.EqualTo(FinishResult.Accepted));
    }

    [TestCase("nobody takes it")]
    [TestCase("another waits in the queue")]
    [TestCase("its queue is paused")]
    [TestCase("its queue is one of others")]
    [TestCase("a run is active")]
    [TestCase("a run waits for another")]
    [TestCase("it is there")]
    [TestCase("it makes two")]
    [TestCase("it was changed")]
    public async Task Before_it_is_due_it_is_left_alone_where(string reason)
    {
        var fire = EarlyFire("daily");
        await Registry.ApplyAsync([Samples.Entry(due: Early), Samples.Entry("mail", due: Early)], default);
        await (reason switch
        {
            "another waits in the queue" => EnqueueAsync(Samples.Manual("before", "elsewhere")),
            "its queue is paused" => Queues.SetPausedAsync("default", paused: true, default),
            "a run is active" => ActiveAsync(),
            "a run waits for another" => BufferedAsync(),
            "it is there" => ThereAsync(),
            _ => Task.CompletedTask,
        });
        fire = reason switch
        {
            "its queue is one of others" => fire with { Jobs = [Samples.Job(due: Early, spec: Samples.Spec(queue: "mail"))] },
            "it makes two" => fire with { Jobs = [Samples.Job(due: Early - 1), Samples.Job(due: Early)] },
            "it was changed" => fire with { Revision = 7 },
            _ => fire,
        };
        var events = (await EventsAsync()).Count;

        var fired = await Firing.FireAsync([fire], Samples.Now, reason == "nobody takes it" ? null : Request(10), default);

        Assert.That(fired.Results, Is.EqualTo(new[] { reason == "it was changed" ? FireResult.Stale : FireResult.Early }));
        Assert.That(fired.Jobs.Select(job => job.Id), Is.EqualTo(reason == "another waits in the queue" ? new[] { "before" } : []));
        Assert.That((await Registry.ReadAsync(["daily"], default)).Single()!.NextDueMs, Is.EqualTo(Early));
        Assert.That(await EventsAsync(), Has.Count.EqualTo(events));
        Assert.That(await Store.Raw.KeyExistsAsync(Store.Keys.Job(fire.Jobs[^1].Id)), Is.EqualTo(reason == "it is there"));

        async Task ActiveAsync()
        {
            await EnqueueAsync(Samples.Manual("active"));
            await TakeOneAsync();
        }

        async Task BufferedAsync()
        {
            await ActiveAsync();
            await EnqueueAsync(Samples.Manual("waits") with { Overlap = OverlapPolicy.BufferOne });
            await Store.Raw.KeyDeleteAsync(Store.Keys.Active("daily"));
        }

        async Task ThereAsync()
        {
            await EnqueueAsync(Samples.Manual(fire.Jobs[0].Id, "mail"));
            await TakeOneAsync();
        }
    }

    private static readonly long Early = Samples.Now + 400;

    private static Fire EarlyFire(string key) => Samples.Fire(key, Early, Early + 30_000, Samples.Job(key, Early));

    private static TakeRequest Request(int count) => new(Samples.Worker, [QueueNames.Default], count, Samples.Now + 15_000);

    private static Fire Fire(params NewJob[] jobs) => Samples.Fire(jobs[0].ScheduleKey, Samples.Now, Samples.Now + 30_000, jobs);

    private async Task<IReadOnlyList<TakenJob>> FireAndTakeAsync(int count, params Fire[] fires) => (await Firing.FireAsync(fires, Samples.Now, Request(count), default)).Jobs;
}
