using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;

namespace RedisScheduler.Redis.Tests;

/// <summary>What the buttons of Hangfire's dashboard do to us. The keys are written as Hangfire's client writes them.</summary>
internal sealed class DashboardJobTests(string server) : Conformance(server)
{
    private const string Guid = "7d1c9c5e-7f4c-4a44-9a0e-3f0f6f5d2b10";

    /// <summary>"Trigger now" on the recurring page, at compatibility level 110, which writes ISO dates and long type names, and the next due time, in seconds, as the recurring job's score.</summary>
    private async Task TriggerNowAsync(string schedule)
    {
        await Store.Raw.HashSetAsync(Store.Keys.Job(Guid),
        [
            new("Type", "RedisScheduler.ProducerJob, RedisScheduler.Core, Version=0.1.0.0, Culture=neutral, PublicKeyToken=null"),
            new("Method", "Run"), new("ParameterTypes", "[\"System.String\"]"), new("Arguments", $"[\"\\\"{schedule}\\\"\"]"),
            new("CreatedAt", "2026-11-21T11:59:59.5000000Z"), new("State", "Enqueued"), new("CurrentCulture", "\"\""),
        ]);
        await Store.Raw.ListLeftPushAsync(Store.Keys.Queue("default"), Guid);
        await Store.Raw.SortedSetAddAsync(Store.Keys.RecurringJobs, schedule, Samples.Now / 1000);
    }

    [Test]
    public async Task A_job_that_was_triggered_there_is_run_as_a_manual_one_with_a_row()
    {
        var entry = Samples.Entry() with { Spec = Samples.Spec(payload: "{\"a\":1}") };
        await Registry.ApplyAsync([entry], default);
        await TriggerNowAsync("daily");

        var job = await TakeOneAsync();

        Assert.That(job, Is.EqualTo(new TakenJob(Guid, job.Token, 1, 0, "daily", entry.Spec, Samples.Now, Samples.Now - 500, ExecutionTrigger.Manual)));
        Assert.That(await EventsAsync(), Is.EqualTo(new[]
        {
            new JobEvent
            {
                Id = Guid, Status = ExecutionStatus.Queued, Trigger = ExecutionTrigger.Manual, Scope = "default", ScheduleId = "daily", WorkflowId = "flow",
                Producer = "fetch", ScheduledMs = Samples.Now, EnqueuedMs = Samples.Now,
            },
        }));
        Assert.That(await Store.Raw.SortedSetLengthAsync(Store.Keys.Active("daily")), Is.EqualTo(1));
        Assert.That((await Firing.ReadDueAsync(Samples.Now, 0, 10, default)).Schedules.Select(due => due.FireMs), Is.EqualTo(new[] { Samples.Now }), "it is due as before");
        Assert.That(await GiveAsync(Samples.Succeeded(job)), Is.EqualTo(FinishResult.Accepted));
        Assert.That(await Store.Raw.KeyExistsAsync(Store.Keys.Active("daily")), Is.False);
    }

    [Test]
    public async Task A_paused_schedule_that_was_triggered_there_stays_paused()
    {
        await Registry.ApplyAsync([Samples.Entry(due: null) with { Note = "paused by ann: holidays" }], default);
        await TriggerNowAsync("daily");
        await Store.Raw.HashSetAsync(Store.Keys.RecurringJob("daily"), "NextExecution", Samples.Now);

        Assert.That((await TakeOneAsync()).ScheduleKey, Is.EqualTo("daily"));

        Assert.That((await Firing.ReadDueAsync(Samples.Now, 0, 10, default)).Schedules, Is.Empty);
    }

    [Test]
    public async Task A_job_of_an_unknown_schedule_fails_with_a_clear_error()
    {
        await TriggerNowAsync("nobody");

        Assert.That(await TakeAsync(), Is.Empty);

        var state = await Store.HashAsync(Store.Keys.JobState(Guid));
        Assert.That((state["State"], state["ExceptionMessage"]), Is.EqualTo(("Failed", "There is no schedule nobody.")));
        Assert.That((await Store.ScoresAsync(Store.Keys.Failed)).Keys, Is.EqualTo(new[] { Guid }));
        Assert.That(await EventsAsync(), Is.Empty);
    }

    [Test]
    public async Task A_failed_job_that_was_requeued_there_runs_again_with_fresh_retries()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);
        await EnqueueAsync(Samples.Manual("m1", spec: Samples.Spec(payload: "1")));
        await GiveAsync(Samples.Retry(await TakeOneAsync(), Samples.Now + 1));
        await DelayedJobs.PromoteAsync(Samples.Now + 1, 10, default);
        await GiveAsync(Samples.Failed(await TakeOneAsync()));
        await Store.Raw.SortedSetRemoveAsync(Store.Keys.Failed, "m1");
        await Store.Raw.HashSetAsync(Store.Keys.Job("m1"), "State", "Enqueued");
        await Store.Raw.ListLeftPushAsync(Store.Keys.Queue("default"), "m1");

        var job = await TakeOneAsync();

        Assert.That((job.Id, job.Attempt, job.Failures, job.Trigger, job.Spec.Payload), Is.EqualTo(("m1", 4, 0, ExecutionTrigger.Manual, "1")));
        var events = await EventsAsync();
        Assert.That(events[^1].Status, Is.EqualTo(ExecutionStatus.Queued));
        Assert.That(events[^1].Rank, Is.GreaterThan(events[^2].Rank));
        Assert.That(job.Token, Is.GreaterThan(events[^1].Token));
        Assert.That(await Store.Raw.SortedSetLengthAsync(Store.Keys.Active("daily")), Is.EqualTo(1));
    }

    [Test]
    public async Task A_waiting_job_that_was_deleted_there_is_dropped_with_a_row()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);
        await EnqueueAsync(Samples.Manual("m1"), Samples.Manual("m2"));
        await DeleteAsync("m1");

        Assert.That((await TakeAsync(1)).Select(job => job.Id), Is.EqualTo(new[] { "m2" }));
        Assert.That((await EventsAsync())[^1].Status, Is.EqualTo(ExecutionStatus.Cancelled));
        Assert.That((await Store.ScoresAsync(Store.Keys.Active("daily"))).Keys, Is.EqualTo(new[] { "m2" }));
    }

    [Test]
    public async Task A_running_job_that_was_deleted_there_is_to_be_cancelled()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        var job = await TakeOneAsync();
        await DeleteAsync("m1");

        var states = await Leases.ExtendAsync(Samples.Worker, [new HeldLease("m1", job.Token, null)], Samples.Now, Samples.Now + 1, default);

        Assert.That(states, Is.EqualTo(new[] { LeaseState.CancelRequested }));
    }

    [Test]
    public async Task A_running_job_that_was_requeued_there_is_not_run_twice()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        var job = await TakeOneAsync();
        await Store.Raw.ListLeftPushAsync(Store.Keys.Queue("default"), "m1");

        Assert.That(await TakeAsync(), Is.Empty);
        Assert.That(await GiveAsync(Samples.Succeeded(job)), Is.EqualTo(FinishResult.Accepted));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_job_that_was_requeued_there_while_it_waited_leaves_nothing_behind(bool takenTogether)
    {
        await EnqueueAsync(Samples.Manual("daily@1"));
        await RequeueAsync("daily@1");

        var taken = await TakeAsync(takenTogether ? 2 : 1);
        Assert.That(taken, Has.Count.EqualTo(1));
        await ForgetAsync(taken[0]);

        await IsForgottenAsync("daily@1");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task A_job_that_was_requeued_there_while_it_ran_leaves_nothing_behind(bool passedOver)
    {
        await EnqueueAsync(Samples.Manual("daily@1"));
        var job = await TakeOneAsync();
        await RequeueAsync("daily@1");
        if (passedOver)
            Assert.That(await TakeAsync(), Is.Empty);

        await ForgetAsync(job);

        await IsForgottenAsync("daily@1");
    }

    [Test]
    public async Task A_run_that_was_requeued_there_while_it_waited_for_another_leaves_nothing_behind()
    {
        await Registry.ApplyAsync([Samples.Entry() with { Plan = Samples.Plan(OverlapPolicy.BufferAll) }], default);
        var overlap = OverlapPolicy.BufferAll;
        await EnqueueAsync(Samples.Manual("daily@1") with { Overlap = overlap }, Samples.Manual("daily@2") with { Overlap = overlap });
        await RequeueAsync("daily@2");

        foreach (var job in await TakeAsync(2))
            await ForgetAsync(job);

        await IsForgottenAsync("daily@2");
    }

    [Test]
    public async Task An_id_that_stands_twice_in_a_queue_is_taken_once()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        await Store.Raw.ListLeftPushAsync(Store.Keys.Queue("default"), "m1");

        Assert.That(await TakeAsync(10), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Ids_of_jobs_that_are_gone_are_passed_over()
    {
        await EnqueueAsync([.. Enumerable.Range(0, 60).Select(i => Samples.Manual($"m{i}"))]);
        for (var i = 0; i < 59; i++)
            await Store.Raw.KeyDeleteAsync(Store.Keys.Job($"m{i}"));

        Assert.That((await TakeOneAsync()).Id, Is.EqualTo("m59"));
    }

    /// <summary>"Requeue" on the page of a job that waits or runs.</summary>
    private async Task RequeueAsync(string id)
    {
        await Store.Raw.HashSetAsync(Store.Keys.Job(id), "State", "Enqueued");
        await Store.Raw.KeyDeleteAsync(Store.Keys.JobState(id));
        await Store.Raw.HashSetAsync(Store.Keys.JobState(id), [new("EnqueuedAt", "1795262400001"), new("Queue", "default"), new("State", "Enqueued")]);
        await Store.Raw.ListRightPushAsync(Store.Keys.JobHistory(id), "{\"State\":\"Enqueued\"}");
        await Store.Raw.ListLeftPushAsync(Store.Keys.Queue("default"), id);
    }

    private async Task DeleteAsync(string id)
    {
        await Store.Raw.HashSetAsync(Store.Keys.Job(id), "State", "Deleted");
        await Store.Raw.KeyDeleteAsync(Store.Keys.JobState(id));
        await Store.Raw.HashSetAsync(Store.Keys.JobState(id), [new("DeletedAt", "1795262400001"), new("State", "Deleted")]);
        await Store.Raw.ListLeftPushAsync(Store.Keys.Deleted, id);
    }
}
