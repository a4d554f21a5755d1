using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Targets;

namespace RedisScheduler.Redis.Tests;

internal sealed class QueueTests(string server) : Conformance(server)
{
    [Test]
    public async Task A_taken_job_carries_what_it_was_made_with()
    {
        var made = Samples.Manual("m1", spec: Samples.Spec(payload: "{\"a\" :1}"));
        await EnqueueAsync(made);

        var job = await TakeOneAsync();

        Assert.That(job, Is.EqualTo(new TakenJob("m1", job.Token, 1, 0, "daily", made.Spec, Samples.Now, Samples.Now, ExecutionTrigger.Manual)));
        Assert.That(await EventsAsync(), Is.EqualTo(new[] { made.Event }));
    }

    [Test]
    public async Task Jobs_are_taken_in_order_of_queue_priority_and_age()
    {
        await EnqueueAsync(
            Samples.Manual("low", spec: Samples.Spec(queue: "low", priority: 0)),
            Samples.Manual("last", spec: Samples.Spec(priority: 9)),
            Samples.Manual("first"),
            Samples.Manual("second"),
            Samples.Manual("urgent", spec: Samples.Spec(priority: 0)));

        var jobs = await TakeAsync(10, "default", "low");

        Assert.That(jobs.Select(job => job.Id), Is.EqualTo(new[] { "urgent", "first", "second", "last", "low" }));
    }

    [Test]
    public async Task Jobs_of_one_call_have_each_what_is_its_own()
    {
        NewJob[] jobs =
        [
            Samples.Manual("a1", "a", Samples.Spec("a", payload: "1")), Samples.Manual("a2", "a", Samples.Spec("a", payload: "1")),
            Samples.Manual("a3", "a", Samples.Spec("a")) with { DueMs = Samples.Now - 1 }, Samples.Manual("b1", "b", Samples.Spec("b")),
            Samples.Manual("b2", "b", Samples.Spec("b")) with { Trigger = ExecutionTrigger.Backfill }, Samples.Manual("a4", "a", Samples.Spec("a", payload: "1")),
        ];
        await EnqueueAsync(jobs);

        Assert.That(
            (await TakeAsync(10)).Select(job => (job.Id, job.ScheduleKey, job.Spec, job.DueMs, job.Trigger)),
            Is.EqualTo(jobs.Select(job => (job.Id, job.ScheduleKey, job.Spec, job.DueMs, job.Trigger))));
    }

    [Test]
    public async Task Jobs_made_alike_are_kept_as_those_made_alone()
    {
        NewJob[] alike = [.. Enumerable.Range(0, 4).Select(n => Samples.Manual($"a{n}", spec: Samples.Spec(queue: "low", priority: 7, payload: "1")) with { DueMs = Samples.Now - (n / 2) })];
        await EnqueueAsync(alike);

        await CheckKeptAsAloneAsync(alike);
        Assert.That((await TakeAsync(4, "low")).Select(job => (job.Id, job.DueMs)), Is.EqualTo(alike.Select(job => (job.Id, job.DueMs))));
    }

    [Test]
    public async Task Jobs_made_together_are_kept_as_those_made_alone()
    {
        var none = Samples.Spec("none") with { WorkflowId = null, Producer = null };
        NewJob[] together =
        [
            Samples.Manual("a1", "a", Samples.Spec("a")), Samples.Manual("b1", "b", Samples.Spec("b")), Samples.Manual("b2", "b", Samples.Spec("b", payload: "1")),
            Samples.Manual("c1", "c", Samples.Spec("c", payload: "2")), Samples.Manual("c2", "c", Samples.Spec("c", payload: "3")), Samples.Manual("c3", "c", Samples.Spec("c", payload: "3")) with { DueMs = Samples.Now - 1 },
            Samples.Manual("n1", "none", none), Samples.Manual("n2", "none", none with { Target = new HandlerTarget("demo.other") }), Samples.Manual("n3", "none", none with { Priority = 1 }),
            Samples.Manual("l1", "low", Samples.Spec("low", "low")), Samples.Manual("l2", "low2", Samples.Spec("low2", "low")), Samples.Manual("a2", "a", Samples.Spec("a")) with { Trigger = ExecutionTrigger.Backfill },
        ];
        await EnqueueAsync(together);

        await CheckKeptAsAloneAsync(together);
    }

    [Test]
    public async Task Jobs_made_alike_whose_ids_exist_are_left_as_they_are()
    {
        await EnqueueAsync(Samples.Manual("leased", spec: Samples.Spec(payload: "2")), Samples.Manual("waits", spec: Samples.Spec(payload: "2")));
        var leased = await TakeOneAsync();

        var results = await Queue.EnqueueAsync([.. ((string[])["new", "waits", "newer", "leased", "newer", "newest"]).Select(id => Samples.Manual(id))], Samples.Now, default);

        Assert.That(results.Select(result => result.Outcome), Is.EqualTo(new[]
        {
            EnqueueOutcome.Queued, EnqueueOutcome.Exists, EnqueueOutcome.Queued, EnqueueOutcome.Exists, EnqueueOutcome.Exists, EnqueueOutcome.Queued,
        }));
        Assert.That((await TakeAsync(10)).Select(job => (job.Id, job.Spec.Payload)), Is.EqualTo(new[] { ("waits", "2"), ("new", null), ("newer", null), ("newest", null) }));
        Assert.That((await EventsAsync()).Count(each => each.Status == ExecutionStatus.Queued), Is.EqualTo(5));
        Assert.That(await GiveAsync(Samples.Succeeded(leased)), Is.EqualTo(FinishResult.Accepted));
    }

    [Test]
    public async Task No_job_is_a_copy_of_one_of_another_kind_before_it()
    {
        await EnqueueAsync(Samples.Manual("a0", "a"), Samples.Manual("b0", "b"));

        await EnqueueAsync(Samples.Manual("a1", "a"), Samples.Manual("b0", "b"), Samples.Manual("b1", "b"));

        Assert.That((await TakeAsync(10)).Select(job => (job.Id, job.ScheduleKey)), Is.EqualTo(new[] { ("a0", "a"), ("b0", "b"), ("a1", "a"), ("b1", "b") }));
    }

    [Test]
    public async Task One_whose_id_comes_twice_in_a_call_is_made_once()
    {
        await EnqueueAsync([.. ((string[])["a1", "a2", "a2", "b1", "a2", "a1"]).Select(id => Samples.Manual(id, id[..1]))]);

        Assert.That((await TakeAsync(10)).Select(job => job.Id), Is.EqualTo(new[] { "a1", "a2", "b1" }));
        Assert.That((await EventsAsync()).Select(each => each.Id), Is.EqualTo(new[] { "a1", "a2", "b1" }));
    }

    [Test]
    public async Task Many_jobs_keep_their_order()
    {
        var jobs = Enumerable.Range(0, 700).Select(n => Samples.Manual($"m{n}", spec: Samples.Spec(payload: $"{n / 50}"))).ToArray();
        await EnqueueAsync(jobs);

        Assert.That((await TakeAsync(1000)).Select(job => (job.Id, job.Spec.Payload)), Is.EqualTo(jobs.Select(job => (job.Id, job.Spec.Payload))));
    }

    [Test]
    public async Task A_job_whose_id_exists_is_left_as_it_is()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        await EnqueueAsync(Samples.Manual("m1", spec: Samples.Spec(payload: "2")), Samples.Manual("m2"));

        Assert.That((await TakeAsync(10)).Select(job => (job.Id, job.Spec.Payload)), Is.EqualTo(new[] { ("m1", (string?)null), ("m2", null) }));
        Assert.That(await EventsAsync(), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Jobs_enqueued_at_once_are_made_once()
    {
        var jobs = Enumerable.Range(0, 200).Select(i => Samples.Manual($"m{i}")).ToArray();

        await Store.FromConnectionsAsync(Connections, async (services, _) =>
        {
            await services.GetRequiredService<IJobQueue>().EnqueueAsync(jobs, Samples.Now, default);
            return 0;
        });

        Assert.That(await EventsAsync(), Has.Count.EqualTo(200));
        Assert.That(await Store.Raw.ListLengthAsync(Store.Keys.Queue("default")), Is.EqualTo(200));
    }

    [Test]
    public async Task Each_job_is_taken_once_however_many_take()
    {
        await EnqueueAsync([.. Enumerable.Range(0, 600).Select(i => Samples.Manual($"m{i}"))]);

        var taken = await Store.FromConnectionsAsync(Connections, async (services, _) =>
        {
            List<IReadOnlyList<TakenJob>> mine = [];
            do
            {
                mine.Add((await services.GetRequiredService<IJobQueue>().ExchangeAsync(Samples.Take(7), default)).Jobs);
            } while (mine[^1].Count > 0);
            return mine;
        });

        var calls = taken.SelectMany(mine => mine).Where(jobs => jobs.Count > 0).ToList();
        Assert.That(calls.SelectMany(jobs => jobs).Select(job => job.Id), Is.EquivalentTo(Enumerable.Range(0, 600).Select(i => $"m{i}")));
        Assert.That(calls.Select(jobs => jobs.Select(job => job.Token).Distinct().Single()), Is.Unique);
    }

    [Test]
    public async Task A_job_is_finished_once_however_many_finish_it()
    {
        await EnqueueAsync([.. Enumerable.Range(0, 100).Select(i => Samples.Manual($"m{i}"))]);
        var finishes = (await TakeAsync(100)).Select(job => Samples.Succeeded(job)).ToArray();

        var results = await Store.FromConnectionsAsync(Connections, (services, _) => services.GetRequiredService<IJobQueue>().ExchangeAsync(Samples.Give(finishes), default));

        Assert.That(results.Sum(each => each.Results.Count(result => result == FinishResult.Accepted)), Is.EqualTo(100));
        Assert.That(await Store.Raw.StringGetAsync(Store.Keys.Stats("succeeded")), Is.EqualTo((StackExchange.Redis.RedisValue)100));
        Assert.That((await EventsAsync()).Count(e => e.Status == ExecutionStatus.Succeeded), Is.EqualTo(100));
    }

    [Test]
    public async Task A_finish_with_another_token_is_lost()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        var job = await TakeOneAsync();

        Assert.That(await GiveAsync(Samples.Succeeded(job with { Token = job.Token + 1 })), Is.EqualTo(FinishResult.Lost));
        Assert.That(await GiveAsync(Samples.Succeeded(job)), Is.EqualTo(FinishResult.Accepted));
        Assert.That(await GiveAsync(Samples.Succeeded(job)), Is.EqualTo(FinishResult.Lost));
    }

    [Test]
    public async Task Tokens_go_on_growing_although_redis_was_emptied()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        var before = await TakeOneAsync();
        await Store.Raw.KeyDeleteAsync(Store.Keys.LeaseToken);
        await EnqueueAsync(Samples.Manual("m2"));

        var later = (await Queue.ExchangeAsync(Samples.Take(1) with { NowMs = Samples.Now + 1 }, default)).Jobs.Single();

        Assert.That(later.Token, Is.GreaterThan(before.Token));
    }

    [Test]
    public async Task One_unreadable_job_does_not_stop_the_others_and_ends_as_lost()
    {
        await EnqueueAsync(Samples.Manual("bad"), Samples.Manual("good"));
        await Store.Raw.HashSetAsync(Store.Keys.Job("bad"), "Spec", "{");

        Assert.That((await TakeAsync(10)).Select(job => job.Id), Is.EqualTo(new[] { "good" }));
        Assert.That(await Leases.RecoverAsync(Samples.Now + 60_000, 0, 10, default), Is.EqualTo(new Recovery(0, 2, null)));
    }

    [Test]
    public async Task Finishing_and_taking_travel_in_one_call()
    {
        await EnqueueAsync(Samples.Manual("m1"), Samples.Manual("m2"));
        var first = await TakeOneAsync();

        var exchange = await Queue.ExchangeAsync(Samples.Take(5) with { Finishes = [Samples.Succeeded(first)] }, default);

        Assert.That(exchange.Results, Is.EqualTo(new[] { FinishResult.Accepted }));
        Assert.That(exchange.Jobs.Select(job => job.Id), Is.EqualTo(new[] { "m2" }));
    }

    [Test]
    public async Task Thousands_of_finishes_are_answered_in_their_order()
    {
        await EnqueueAsync([.. Enumerable.Range(0, 900).Select(i => Samples.Manual($"m{i}"))]);
        var jobs = await TakeAsync(900);
        var finishes = jobs.Select((job, i) => Samples.Succeeded(i % 3 == 0 ? job with { Token = 0 } : job)).ToArray();

        var results = (await Queue.ExchangeAsync(Samples.Give(finishes), default)).Results;

        Assert.That(results, Is.EqualTo(finishes.Select(finish => finish.Token == 0 ? FinishResult.Lost : FinishResult.Accepted)));
    }

    [Test]
    public async Task A_job_handed_back_is_the_next_one_and_its_attempt_does_not_count()
    {
        await EnqueueAsync(Samples.Manual("m1"), Samples.Manual("m2"));
        var job = await TakeOneAsync();

        Assert.That(await GiveAsync(Samples.HandBack(job)), Is.EqualTo(FinishResult.Accepted));

        var again = await TakeOneAsync();
        Assert.That((again.Id, again.Attempt, again.Failures), Is.EqualTo(("m1", 1, 0)));
        Assert.That(again.Token, Is.GreaterThan(job.Token));
    }

    [TestCase(FinishKind.Succeeded)]
    [TestCase(FinishKind.Failed)]
    [TestCase(FinishKind.Cancelled)]
    public async Task Every_end_frees_the_overlap_guard(FinishKind kind)
    {
        await Registry.ApplyAsync([Samples.Entry()], default);
        await FireAsync(Samples.Fire("daily", Samples.Now, Samples.Now + 30_000, Samples.Job()));
        var job = await TakeOneAsync();

        await GiveAsync(kind switch
        {
            FinishKind.Succeeded => Samples.Succeeded(job),
            FinishKind.Failed => Samples.Failed(job),
            _ => Samples.Cancelled(job),
        });

        Assert.That(await Store.Raw.KeyExistsAsync(Store.Keys.Active("daily")), Is.False);
        await FireAsync(Samples.Fire("daily", Samples.Now + 30_000, null, Samples.Job(due: Samples.Now + 30_000)), Samples.Now + 30_000);
        Assert.That(await TakeAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_run_now_is_in_the_way_of_an_occurrence_until_it_ends()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);
        await EnqueueAsync(Samples.Manual("now"));

        await FireAsync(Samples.Fire("daily", Samples.Now, Samples.Now + 30_000, Samples.Job()));

        Assert.That((await EventsAsync())[1].Reason, Is.EqualTo("overlap: now"));
    }

    [Test]
    public async Task A_run_whose_job_was_deleted_by_hand_is_not_in_the_way()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);
        await EnqueueAsync(Samples.Manual("gone"));
        await Store.Raw.KeyDeleteAsync(Store.Keys.Job("gone"));

        await FireAsync(Samples.Fire("daily", Samples.Now, Samples.Now + 30_000, Samples.Job()));

        Assert.That((await TakeAsync(10)).Select(job => job.Id), Is.EqualTo(new[] { Samples.Job().Id }));
    }

    [Test]
    public async Task Schedules_that_allow_overlaps_have_no_guard()
    {
        await Registry.ApplyAsync([Samples.Entry(overlap: OverlapPolicy.Allow)], default);
        await EnqueueAsync(Samples.Manual("now"));
        var fire = Samples.Fire("daily", Samples.Now, Samples.Now + 30_000, Samples.Job()) with { Overlap = OverlapPolicy.Allow };

        await FireAsync(fire);

        Assert.That(await TakeAsync(10), Has.Count.EqualTo(2));
        Assert.That(await Store.Raw.KeyExistsAsync(Store.Keys.Active("daily")), Is.False);
    }

    [Test]
    public async Task Of_many_successes_in_one_call_the_last_ones_are_shown_and_all_are_counted()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);
        await EnqueueAsync([.. Enumerable.Range(0, 20).Select(n => Samples.Manual($"daily@{n}"))]);
        var jobs = await TakeAsync(20);
        await Leases.ExtendAsync(Samples.Worker, [new(jobs[0].Id, jobs[0].Token, Samples.Started(jobs[0]))], Samples.Now + 5000, Samples.Now + 20_000, default);

        var exchange = await Queue.ExchangeAsync(Samples.Give([.. jobs.Select(job => Samples.Succeeded(job))]), default);

        Assert.That(exchange.Results, Has.All.EqualTo(FinishResult.Accepted));
        Assert.That(await Store.ListAsync(Store.Keys.Succeeded), Is.EqualTo(new[] { "daily@19", "daily@18", "daily@17", "daily@16" }));
        Assert.That(await Store.Raw.StringGetAsync(Store.Keys.Stats("succeeded")), Is.EqualTo((StackExchange.Redis.RedisValue)20));
        Assert.That((await EventsAsync()).Count(e => e.Status == ExecutionStatus.Succeeded), Is.EqualTo(20));
        foreach (var gone in new[]
        {
            Store.Keys.Job("daily@0"), Store.Keys.JobState("daily@0"), Store.Keys.JobHistory("daily@0"), Store.Keys.JobState("daily@15"),
            Store.Keys.Processing, Store.Keys.Dequeued("default"), Store.Keys.Active("daily"), Store.Keys.Owners,
        })
            Assert.That(await Store.Raw.KeyExistsAsync(gone), Is.False, gone);
    }

    [Test]
    public async Task Of_many_finishes_in_one_call_those_of_others_change_nothing()
    {
        await EnqueueAsync([.. Enumerable.Range(0, 9).Select(n => Samples.Manual($"daily@{n}"))]);
        var jobs = await TakeAsync(9);
        var finishes = jobs.Select((job, n) => Samples.Succeeded(n % 3 == 0 ? job with { Token = job.Token + 100 } : job)).ToArray();

        var results = (await Queue.ExchangeAsync(Samples.Give(finishes), default)).Results;

        Assert.That(results, Is.EqualTo(Enumerable.Range(0, 9).Select(n => n % 3 == 0 ? FinishResult.Lost : FinishResult.Accepted)));
        Assert.That(await Store.Raw.KeyExistsAsync(Store.Keys.Job("daily@3")), Is.True);
        Assert.That(await Store.Raw.StringGetAsync(Store.Keys.Stats("succeeded")), Is.EqualTo((StackExchange.Redis.RedisValue)6));
    }

    [Test]
    public async Task Finished_jobs_beyond_the_newest_five_hundred_are_forgotten()
    {
        for (var i = 0; i < 7; i++)
        {
            await EnqueueAsync([.. Enumerable.Range(0, 100).Select(n => Samples.Manual($"m{i}-{n}"))]);
            // Ids that are not ours are all shown.
            await Queue.ExchangeAsync(Samples.Give([.. (await TakeAsync(100)).Select(job => Samples.Succeeded(job))]), default);
        }

        var kept = await Store.ListAsync(Store.Keys.Succeeded);
        Assert.That(kept, Has.Length.EqualTo(500));
        Assert.That(kept[0], Does.StartWith("m6-"));
        foreach (var key in new[] { Store.Keys.Job("m0-0"), Store.Keys.JobState("m1-99"), Store.Keys.JobHistory("m0-50") })
            Assert.That(await Store.Raw.KeyExistsAsync(key), Is.False, key);
        Assert.That(await Store.Raw.KeyTimeToLiveAsync(Store.Keys.Job(kept[499])), Is.GreaterThan(TimeSpan.FromHours(23)));
        Assert.That(await Store.Raw.StringGetAsync(Store.Keys.Stats("succeeded")), Is.EqualTo((StackExchange.Redis.RedisValue)700));
    }

    /// <summary>Makes each once more, in a call of its own, and compares all that is kept of both.</summary>
    private async Task CheckKeptAsAloneAsync(NewJob[] jobs)
    {
        foreach (var job in jobs)
        {
            await EnqueueAsync(job with { Id = $"alone-{job.Id}" });
        }

        foreach (var job in jobs)
        {
            Assert.That(await Store.HashAsync(Store.Keys.Job(job.Id)), Is.EquivalentTo(await Store.HashAsync(Store.Keys.Job($"alone-{job.Id}"))), job.Id);
            Assert.That(await Store.HashAsync(Store.Keys.JobState(job.Id)), Is.EquivalentTo(await Store.HashAsync(Store.Keys.JobState($"alone-{job.Id}"))), job.Id);
        }
    }
}
