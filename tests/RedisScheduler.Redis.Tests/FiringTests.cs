using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Executions;
using RedisScheduler.Redis.Format;
using RedisScheduler.Schedules;

namespace RedisScheduler.Redis.Tests;

internal sealed class FiringTests(string server) : Conformance(server)
{
    private static readonly ScheduleEntry[] Hundred = [.. Enumerable.Range(0, 100).Select(i => Samples.Entry($"s{i}", due: Samples.Now + i))];

    [Test]
    public async Task A_due_schedule_is_read_with_all_that_is_needed_to_go_on()
    {
        var entry = Samples.Entry() with { Spec = Samples.Spec(payload: """{"a": 1.0}""") };
        await Registry.ApplyAsync([entry, Samples.Entry("later", due: Samples.Now + 500)], default);

        var batch = await Firing.ReadDueAsync(Samples.Now, 0, 10, default);

        Assert.That(batch.NextFireMs, Is.EqualTo(Samples.Now + 500));
        Assert.That(batch.Schedules, Is.EqualTo(new[] { new DueSchedule("daily", Samples.Now, Samples.Now, 1, 0, entry.Plan, entry.Spec) }));
    }

    [Test]
    public async Task Due_schedules_come_earliest_first_and_the_next_one_is_told()
    {
        await Registry.ApplyAsync(Hundred, default);

        var batch = await Firing.ReadDueAsync(Samples.Now + 1000, 0, 40, default);

        Assert.That(batch.Schedules.Select(due => due.FireMs), Is.EqualTo(Enumerable.Range(0, 40).Select(i => Samples.Now + i)));
        Assert.That(batch.NextFireMs, Is.EqualTo(Samples.Now + 40));
    }

    [Test]
    public async Task Firing_queues_the_job_moves_the_due_time_and_records_the_event()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);
        var job = Samples.Job();

        var results = await FireAsync(Samples.Fire("daily", Samples.Now, Samples.Now + 30_000, job), Samples.Now + 3);

        Assert.That(results, Is.EqualTo(new[] { FireResult.Fired }));
        Assert.That(await Registry.ReadAsync(["daily"], default), Is.EqualTo(new[] { new RegisteredSchedule("daily", 1, Samples.Now + 30_000, Samples.Now + 30_000, 1) }));
        Assert.That(await EventsAsync(), Is.EqualTo(new[] { job.Event }));
        Assert.That((await TakeOneAsync()).Id, Is.EqualTo(job.Id));
    }

    [Test]
    public async Task A_stale_fire_changes_nothing()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);

        var results = await FireAsync(Samples.Fire("daily", Samples.Now - 1, Samples.Now + 30_000, Samples.Job()));

        Assert.That(results, Is.EqualTo(new[] { FireResult.Stale }));
        Assert.That((await Registry.ReadAsync(["daily"], default))[0]!.NextDueMs, Is.EqualTo(Samples.Now));
        Assert.That(await EventsAsync(), Is.Empty);
    }

    [Test]
    public async Task A_schedule_that_was_changed_since_it_was_read_is_not_fired_as_it_was()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);
        await Registry.ApplyAsync([Samples.Entry(revision: 2) with { Spec = Samples.Spec(payload: "2") }], default);

        var results = await FireAsync(Samples.Fire("daily", Samples.Now, Samples.Now + 30_000, Samples.Job()));

        Assert.That(results, Is.EqualTo(new[] { FireResult.Stale }));
        Assert.That(await TakeAsync(), Is.Empty);
    }

    [Test]
    public async Task Each_occurrence_is_fired_once_however_many_fire()
    {
        await Registry.ApplyAsync(Hundred, default);
        var fires = Hundred.Select(entry => Samples.Fire(entry.Key, entry.NextDueMs!.Value, entry.NextDueMs + 30_000, Samples.Job(entry.Key, entry.NextDueMs.Value))).ToList();

        var results = await Store.FromConnectionsAsync(Connections, (services, _) => services.GetRequiredService<IFiring>().FireAsync(fires, Samples.Now + 100, null, default));

        Assert.That(results.Sum(each => each.Results.Count(result => result == FireResult.Fired)), Is.EqualTo(100));
        Assert.That((await EventsAsync()).Select(e => e.Id), Is.EquivalentTo(fires.Select(fire => fire.Jobs[0].Id)));
        Assert.That((await TakeAsync(1000)).Select(job => job.Id), Is.EquivalentTo(fires.Select(fire => fire.Jobs[0].Id)));
    }

    [Test]
    public async Task An_occurrence_that_is_due_again_is_not_made_again()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);
        await FireAsync(Samples.Fire("daily", Samples.Now, Samples.Now + 30_000, Samples.Job()));
        await GiveAsync(Samples.Succeeded(await TakeOneAsync()));
        await Store.Raw.KeyDeleteAsync(Store.Keys.Job("daily@" + Samples.Now));

        await Registry.ApplyAsync([Samples.Entry(revision: 2) with { ResetDue = true }], default);
        var results = await FireAsync(Samples.Fire("daily", Samples.Now, Samples.Now + 30_000, Samples.Job()) with { Revision = 2 });

        Assert.That(results, Is.EqualTo(new[] { FireResult.Fired }));
        Assert.That(await TakeAsync(), Is.Empty);
        Assert.That((await Registry.ReadAsync(["daily"], default))[0]!.Runs, Is.EqualTo(1));
    }

    [Test]
    public async Task An_occurrence_that_meets_an_active_run_is_skipped_and_says_which()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);
        var first = Samples.Job();
        var second = Samples.Job(due: Samples.Now + 30_000);
        await FireAsync(Samples.Fire("daily", Samples.Now, Samples.Now + 30_000, first));

        await FireAsync(Samples.Fire("daily", Samples.Now + 30_000, Samples.Now + 60_000, second), Samples.Now + 30_000);

        var skipped = (await EventsAsync())[1];
        Assert.That(skipped, Is.EqualTo(second.Event with { Status = ExecutionStatus.Skipped, Reason = $"overlap: {first.Id}", EnqueuedMs = null }));
        Assert.That(await TakeAsync(10), Has.Count.EqualTo(1));
    }

    [TestCase("Timing", "{")]
    [TestCase("Anchor", "now")]
    [TestCase("Misfire", "{\"action\":\"Sometimes\"}")]
    [TestCase("Overlap", "perhaps")]
    [TestCase("Spec", "null")]
    [TestCase("Spec", "{\"target\":{}}")]
    public async Task One_unreadable_schedule_does_not_stop_the_others(string field, string text)
    {
        await Registry.ApplyAsync([Samples.Entry("bad", due: Samples.Now - 5), Samples.Entry("good")], default);
        await Store.Raw.HashSetAsync(Store.Keys.RecurringJob("bad"), field, text);

        Assert.That((await Firing.ReadDueAsync(Samples.Now, 0, 10, default)).Schedules.Select(due => due.Key), Is.EqualTo(new[] { "good" }));
        Assert.That((await Store.ScoresAsync(Store.Keys.RecurringJobs))["bad"], Is.EqualTo(FireScore.Of(Samples.Now + 60_000)));
    }

    [Test]
    public async Task A_schedule_without_a_next_due_time_is_completed()
    {
        await Registry.ApplyAsync([Samples.Entry()], default);

        await FireAsync(Samples.Fire("daily", Samples.Now, null, Samples.Job()));

        Assert.That((await Firing.ReadDueAsync(long.MaxValue / 2, 0, 10, default)).Schedules, Is.Empty);
        Assert.That((await Registry.ReadAsync(["daily"], default))[0], Is.EqualTo(new RegisteredSchedule("daily", 1, null, null, 1)));
        Assert.That((await Store.HashAsync(Store.Keys.RecurringJob("daily")))["NextExecution"], Is.Empty);
    }
}
