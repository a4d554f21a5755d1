using Microsoft.Extensions.Logging.Abstractions;
using RedisScheduler.Engine.Firing;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Engine.Processing;
using RedisScheduler.Engine.Tests.Firing;
using RedisScheduler.Errors;
using RedisScheduler.TestKit;
using static RedisScheduler.Engine.Tests.Samples;

namespace RedisScheduler.Engine.Tests.Processing;

/// <summary>A worker process that fires, and takes jobs in the same call.</summary>
public sealed class FiredJobsTests
{
    private readonly ManualTime time = new();
    private readonly FakeFiring firing = new();
    private readonly FakeQueue queue = new();
    private readonly FakeTarget target = new();
    private readonly EngineOptions options = new() { Concurrency = 4, WorkerId = "w", LeaseDuration = TimeSpan.FromSeconds(15) };
    private RunningJobs running = null!;
    private Exchanges exchanges = null!;
    private Processor processor = null!;
    private Scheduler scheduler = null!;

    [SetUp]
    public void Make()
    {
        running = new RunningJobs(options, time);
        var attempts = new Attempts(new TargetRunners([target]), running, options, time, new Random(1), NullLogger<Attempts>.Instance);
        exchanges = new Exchanges(attempts, running, new Slots(options), new Rush(), time);
        processor = new Processor(queue, attempts, exchanges, running, options, time, NullLogger<Processor>.Instance);
        scheduler = new Scheduler(
            firing, new FirePlanner(new OccurrenceCache()), new Rush(), options, time, new Random(1), NullLogger<Scheduler>.Instance, new FiredJobs(attempts, exchanges, options));
    }

    [TearDown]
    public void Dispose()
    {
        processor.Wake.Dispose();
        scheduler.Wake.Dispose();
        running.Dispose();
    }

    [Test]
    public async Task It_runs_what_it_fires_as_far_as_it_has_slots()
    {
        Add(3);
        await scheduler.RunOnceAsync(default);
        time.Advance(TimeSpan.FromMinutes(1));
        await scheduler.RunOnceAsync(default);

        Assert.That(firing.Takes, Is.EqualTo(new[] { 3, 1 }));
        Assert.That(running.Count, Is.EqualTo(4));
        await Eventually.AsyncThat(() => target.Started.Keys, Is.EquivalentTo(firing.Jobs.Take(4)));
        Assert.That(running.All().Select(job => job.LeaseUntilMs), Is.EquivalentTo(new[] { 15_000, 15_000, 15_000, 75_000 }.Select(after => Start.Ms() + after)));
    }

    [Test]
    public async Task Without_a_free_slot_it_fires_and_takes_nothing()
    {
        Add(1);
        Assert.That(exchanges.Reserve(10), Is.EqualTo(4));
        await scheduler.RunOnceAsync(default);
        Assert.That((firing.Takes.Single(), running.Count, firing.Jobs.Count), Is.EqualTo((0, 0, 1)));
    }

    [Test]
    public async Task Slots_that_were_not_used_are_free_again_also_where_Redis_does_not_answer()
    {
        Add(3);
        firing.Fails = true;
        Assert.ThrowsAsync<StoreUnavailableException>(() => scheduler.RunOnceAsync(default));
        firing.Fails = false;
        firing.Refuse = true;
        await scheduler.RunOnceAsync(default);

        Assert.That(firing.Takes, Is.EqualTo(new[] { 3, 3 }));
        Assert.That(exchanges.Reserve(10), Is.EqualTo(4));
    }

    [Test]
    public async Task A_worker_that_stops_takes_nothing_more()
    {
        Add(1);
        exchanges.StopTaking();
        await scheduler.RunOnceAsync(default);
        Assert.That(firing.Takes.Single(), Is.Zero);
    }

    [Test]
    public async Task What_ends_while_a_batch_is_fired_is_reported_when_that_comes_back()
    {
        await processor.RunOnceAsync(default);
        Add(1);
        await scheduler.RunOnceAsync(default);
        await Eventually.AsyncThat(() => target.Started.Count == 1);
        var under = new TaskCompletionSource();
        firing.Under = under.Task;
        time.Advance(TimeSpan.FromMinutes(1));
        var round = scheduler.RunOnceAsync(default);
        var woken = processor.Wake.WaitAsync(TimeSpan.FromHours(1));
        target.End(firing.Jobs[0]);
        await Eventually.AsyncThat(() => processor.Unreported == 1);
        Assert.That(woken.IsCompleted, Is.False);

        under.SetResult();
        await round;
        await woken.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Test]
    public async Task A_signal_that_comes_while_a_batch_is_fired_is_seen_to_when_that_comes_back()
    {
        Add(3);
        var under = new TaskCompletionSource();
        firing.Under = under.Task;
        await processor.RunOnceAsync(default);
        var round = scheduler.RunOnceAsync(default);
        processor.OnSignal();
        await processor.Wake.WaitAsync(TimeSpan.FromHours(1));
        Assert.That((await processor.RunOnceAsync(default)).Wait, Is.EqualTo(Exchanges.Poll), "one slot is not worth a second call");
        var woken = processor.Wake.WaitAsync(TimeSpan.FromHours(1));
        Assert.That(woken.IsCompleted, Is.False);

        under.SetResult();
        await round;
        await woken.WaitAsync(TimeSpan.FromSeconds(10));
        await processor.RunOnceAsync(default);
        Assert.That(queue.Calls, Is.EqualTo(new[] { (4, 0), (1, 0) }));
    }

    private void Add(int schedules)
    {
        for (var i = 0; i < schedules; i++)
        {
            firing.Add(Due(EveryMinute, Start.Ms(), key: $"k{i}"));
        }
    }
}
