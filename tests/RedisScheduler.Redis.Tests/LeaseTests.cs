using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;

namespace RedisScheduler.Redis.Tests;

internal sealed class LeaseTests(string server) : Conformance(server)
{
    private const long Expired = Samples.Now + 15_001;

    private Task<Recovery> RecoverAsync(long now = Expired, int maxStalls = 3) => Leases.RecoverAsync(now, maxStalls, 100, default);

    private async Task<LeaseState> ExtendAsync(TakenJob job, bool first = false, long until = Samples.Now + 30_000) =>
        (await Leases.ExtendAsync(Samples.Worker, [new HeldLease(job.Id, job.Token, first ? Samples.Started(job) : null)], Samples.Now + 5000, until, default)).Single();

    [Test]
    public async Task A_job_that_was_shown_as_running_and_handed_back_leaves_nothing_behind()
    {
        await EnqueueAsync(Samples.Manual("daily@1"));
        var job = await TakeOneAsync();
        await ExtendAsync(job, first: true);
        await GiveAsync(Samples.HandBack(job));

        await ForgetAsync(await TakeOneAsync());

        await IsForgottenAsync("daily@1");
    }

    [Test]
    public async Task A_held_lease_is_extended()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        var job = await TakeOneAsync();

        Assert.That(await ExtendAsync(job), Is.EqualTo(LeaseState.Held));

        Assert.That(await RecoverAsync(), Is.EqualTo(new Recovery(0, 0, Samples.Now + 30_000)));
    }

    [Test]
    public async Task The_first_extension_records_the_start()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        var job = await TakeOneAsync();

        await ExtendAsync(job, first: true);
        await ExtendAsync(job);

        Assert.That((await EventsAsync()).Skip(1), Is.EqualTo(new[] { Samples.Started(job) }));
    }

    [Test]
    public async Task A_frozen_worker_cannot_finish_the_job_that_another_got()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        var frozen = await TakeOneAsync();
        Assert.That(await RecoverAsync(), Is.EqualTo(new Recovery(1, 0, null)));
        var other = await TakeOneAsync();

        Assert.That(await ExtendAsync(frozen), Is.EqualTo(LeaseState.Lost));
        Assert.That(await GiveAsync(Samples.Succeeded(frozen)), Is.EqualTo(FinishResult.Lost));
        Assert.That(await GiveAsync(Samples.Succeeded(other)), Is.EqualTo(FinishResult.Accepted));
        Assert.That((other.Attempt, other.Failures), Is.EqualTo((2, 0)));
    }

    [Test]
    public async Task A_worker_that_comes_back_before_anyone_took_its_job_cannot_finish_it_either()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        var frozen = await TakeOneAsync();
        await RecoverAsync();

        Assert.That(await GiveAsync(Samples.Succeeded(frozen)), Is.EqualTo(FinishResult.Lost));
        Assert.That((await TakeOneAsync()).Id, Is.EqualTo("m1"));
    }

    [Test]
    public async Task A_lost_job_is_the_next_one_and_its_lost_attempt_is_recorded()
    {
        await EnqueueAsync(Samples.Manual("m1"), Samples.Manual("m2"));
        var first = await TakeOneAsync();

        await RecoverAsync();

        var lost = (await EventsAsync())[^1];
        Assert.That(lost, Is.EqualTo(new JobEvent
        {
            Id = "m1",
            Status = ExecutionStatus.Queued,
            AttemptStatus = ExecutionStatus.Lost,
            Attempt = 1,
            Token = lost.Token,
            Worker = Samples.Worker,
            FinishedMs = Expired,
            Scope = "default",
            ScheduleId = "daily",
            WorkflowId = "flow",
            Producer = "fetch",
        }));
        var again = await TakeOneAsync();
        Assert.That((again.Id, again.Token > lost.Token, lost.Token > first.Token), Is.EqualTo(("m1", true, true)));
    }

    [Test]
    public async Task A_job_that_is_lost_too_often_ends_as_lost_and_frees_its_guard()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);
        await EnqueueAsync(Samples.Manual("m1"));
        for (var stall = 1; stall <= 2; stall++)
        {
            Assert.That((await TakeOneAsync()).Attempt, Is.EqualTo(stall));
            Assert.That((await RecoverAsync(maxStalls: 2)).Requeued, Is.EqualTo(1));
        }
        await TakeOneAsync();

        Assert.That(await RecoverAsync(maxStalls: 2), Is.EqualTo(new Recovery(0, 1, null)));

        var end = (await EventsAsync())[^1];
        Assert.That((end.Status, end.Attempt, end.Error!.Type), Is.EqualTo((ExecutionStatus.Lost, 3, "RedisScheduler.WorkerLost")));
        Assert.That(await TakeAsync(), Is.Empty);
        Assert.That(await Store.Raw.KeyExistsAsync(Store.Keys.Active("daily")), Is.False);
        Assert.That((await Store.ScoresAsync(Store.Keys.Failed)).Keys, Is.EqualTo(new[] { "m1" }));
    }

    [Test]
    public async Task Each_lost_job_is_recovered_once_however_many_recover()
    {
        await EnqueueAsync([.. Enumerable.Range(0, 200).Select(i => Samples.Manual($"m{i}"))]);
        await TakeAsync(200);

        var recoveries = await Store.FromConnectionsAsync(Connections, async (services, _) =>
        {
            var requeued = 0;
            for (var i = 0; i < 40; i++)
                requeued += (await services.GetRequiredService<ILeases>().RecoverAsync(Expired, 3, 10, default)).Requeued;
            return requeued;
        });

        Assert.That(recoveries.Sum(), Is.EqualTo(200));
        Assert.That((await TakeAsync(1000)).Select(job => job.Id).ToList(), Is.Unique.And.Count.EqualTo(200));
    }

    [Test]
    public async Task Of_a_finish_and_a_recovery_at_once_only_one_wins()
    {
        await EnqueueAsync([.. Enumerable.Range(0, 200).Select(i => Samples.Manual($"m{i}"))]);
        var jobs = await TakeAsync(200);

        var counts = await Store.FromConnectionsAsync(Connections, async (services, c) =>
        {
            var won = 0;
            foreach (var job in jobs)
            {
                if (c % 2 == 0)
                    won += (await services.GetRequiredService<IJobQueue>().ExchangeAsync(Samples.Give(Samples.Succeeded(job)), default)).Results
                        .Count(result => result == FinishResult.Accepted);
                else
                    won += (await services.GetRequiredService<ILeases>().RecoverAsync(Expired, 3, 1, default)).Requeued;
            }
            return won;
        });

        Assert.That(counts.Sum(), Is.EqualTo(200));
    }

    [Test]
    public async Task Leases_extended_at_once_from_everywhere_hold()
    {
        await EnqueueAsync([.. Enumerable.Range(0, 50).Select(i => Samples.Manual($"m{i}"))]);
        var held = (await TakeAsync(50)).Select(job => new HeldLease(job.Id, job.Token, Samples.Started(job))).ToList();

        var states = await Store.FromConnectionsAsync(Connections, (services, _) =>
            services.GetRequiredService<ILeases>().ExtendAsync(Samples.Worker, held, Samples.Now, Samples.Now + 60_000, default));

        Assert.That(states.SelectMany(each => each), Has.All.EqualTo(LeaseState.Held));
        Assert.That(await Store.Raw.SortedSetLengthAsync(Store.Keys.Processing), Is.EqualTo(50));
        Assert.That(await Store.Raw.ListLengthAsync(Store.Keys.Dequeued("default")), Is.EqualTo(50));
    }

    [Test]
    public async Task A_job_flushed_while_it_ran_is_lost_and_leaves_nothing_behind()
    {
        await EnqueueAsync(Samples.Manual("m1"));
        var job = await TakeOneAsync();
        await Store.Raw.KeyDeleteAsync(Store.Keys.Job("m1"));

        Assert.That(await ExtendAsync(job), Is.EqualTo(LeaseState.Lost));
        Assert.That(await RecoverAsync(), Is.EqualTo(new Recovery(0, 0, null)));
        Assert.That(await Store.Raw.KeyExistsAsync(Store.Keys.Job("m1")), Is.False);
    }
}
