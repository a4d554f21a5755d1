using Microsoft.Extensions.Logging.Abstractions;
using RedisScheduler.Engine.Firing;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Engine.Processing;
using RedisScheduler.Engine.Tests.Firing;
using RedisScheduler.Errors;
using RedisScheduler.Jobs;
using RedisScheduler.TestKit;
using RedisScheduler.Timing;
using static RedisScheduler.Engine.Tests.Samples;

namespace RedisScheduler.Engine.Tests.Processing;

/// <summary>A worker process that fires, and takes jobs in the same call.</summary>
public sealed class JobTakerTests
{
    private readonly ManualTime time = new();
    private readonly FakeFiring firing = new();
    private readonly FakeQueue queue = new();
    private readonly FakeTarget target = new();
    private readonly EngineOptions options = new() { Concurrency = 4, WorkerId = "w", LeaseDuration = TimeSpan.FromSeconds(15) };
    private RunningJobs running = null!;
    private EarlyJobs early = null!;
    private Exchanges exchanges = null!;
    private Processor processor = null!;
    private Scheduler scheduler = null!;

    [SetUp]
    public void Make()
    {
        running = new RunningJobs(options, time);
        early = new EarlyJobs(time);
        var attempts = new Attempts(new TargetRunners([target]), running, options, time, new Random(1), NullLogger<Attempts>.Instance);
        exchanges = new Exchanges(attempts, running, new Slots(options), new Rush(), time);
        processor = new Processor(queue, attempts, exchanges, running, options, time, NullLogger<Processor>.Instance);
        scheduler = new Scheduler(
            firing, new FirePlanner(new OccurrenceCache()), new Rush(), options, time, new Random(1), NullLogger<Scheduler>.Instance, new JobTaker(attempts, early, exchanges, options));
    }

    [TearDown]
    public void Dispose()
    {
        processor.Wake.Dispose();
        scheduler.Wake.Dispose();
        early.Dispose();
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

    [Test]
    public async Task What_is_due_a_little_later_is_fired_before_and_starts_when_it_is_due()
    {
        Add(1, afterMs: 500);
        Assert.That((await scheduler.RunOnceAsync(default)).Wait, Is.EqualTo(TimeSpan.FromMilliseconds(495)));
        await MoveOnAsync(495);
        Assert.That(firing.Jobs, Is.EqualTo(new[] { $"k0@{Start.Ms() + 500}" }));
        time.Advance(TimeSpan.FromMilliseconds(4));
        Assert.That(running.All().Single(), Has.Property(nameof(RunningJob.HasStarted)).False);

        time.Advance(TimeSpan.FromMilliseconds(1));
        await Eventually.AsyncThat(() => target.Started.Keys, Is.EqualTo(firing.Jobs));
        Assert.That(running.All().Single().Started, Is.EqualTo((Start.Ms() + 500, 500 * TimeSpan.TicksPerMillisecond)));
    }

    [TestCase(100, 990)]
    [TestCase(1_000, 945)]
    [TestCase(20_000, 500)]
    public async Task The_more_are_due_together_the_earlier_they_are_fired(int schedules, int beginMs)
    {
        Add(schedules, afterMs: 1_000);
        Assert.That((await scheduler.RunOnceAsync(default)).Wait, Is.EqualTo(TimeSpan.FromMilliseconds(beginMs)));
    }

    [Test]
    public async Task What_has_no_slot_before_it_is_due_is_fired_when_it_is()
    {
        Add(200, afterMs: 500);
        await scheduler.RunOnceAsync(default);
        var round = await MoveOnAsync(485);
        Assert.That((firing.Jobs.Count, firing.Takes.Count, running.Count), Is.EqualTo((4, 1, 4)));
        Assert.That(round.Wait, Is.EqualTo(TimeSpan.FromMilliseconds(15)));

        await MoveOnAsync(15);
        Assert.That(firing.Jobs, Has.Count.EqualTo(200).And.Unique);
        Assert.That(firing.Takes[1..], Is.All.Zero);
    }

    [Test]
    public async Task What_Redis_does_not_fire_before_it_is_due_is_fired_when_it_is_and_nobody_stands_back_for_it()
    {
        Add(1, afterMs: 500);
        firing.HoldsBack = true;
        await scheduler.RunOnceAsync(default);
        Assert.That((await MoveOnAsync(495)).Wait, Is.EqualTo(TimeSpan.FromMilliseconds(5)));
        await MoveOnAsync(5);

        Assert.That(firing.Jobs, Has.Count.EqualTo(1));
        await Eventually.AsyncThat(() => target.Started.Count == 1);
    }

    [Test]
    public async Task One_that_is_cancelled_before_it_is_due_never_starts()
    {
        Add(1, afterMs: 500);
        await scheduler.RunOnceAsync(default);
        await MoveOnAsync(495);
        var job = running.All().Single();
        queue.Grant(job.Job);
        running.Stop(job, StopCause.Cancelled);
        time.Advance(TimeSpan.FromMilliseconds(5));

        await Eventually.AsyncThat(() => processor.Unreported == 1);
        await processor.RunOnceAsync(default);
        Assert.That(queue.Accepted.Single().Kind, Is.EqualTo(FinishKind.Cancelled));
        Assert.That((target.Started.Count, running.Count), Is.EqualTo((0, 0)));
    }

    [Test]
    public async Task What_has_a_jitter_is_fired_at_its_own_time()
    {
        firing.Add(Due(EveryMinute, Start.Ms() + 300) with { FireMs = Start.Ms() + 500 });
        Assert.That((await scheduler.RunOnceAsync(default)).Wait, Is.EqualTo(TimeSpan.FromMilliseconds(500)));
    }

    [Test]
    public async Task What_is_due_every_second_is_fired_together_each_time()
    {
        for (var i = 0; i < 200; i++)
        {
            firing.Add(Due(new ScheduleTiming { Interval = TimeSpan.FromSeconds(1) }, Start.Ms() + 1_000, key: $"k{i}"));
        }

        await scheduler.RunOnceAsync(default);
        Assert.That((await MoveOnAsync(1_000)).Wait, Is.EqualTo(TimeSpan.FromMilliseconds(985)));
    }

    private void Add(int schedules, int afterMs = 0)
    {
        for (var i = 0; i < schedules; i++)
        {
            firing.Add(Due(EveryMinute, Start.Ms() + afterMs, key: $"k{i}"));
        }
    }

    private Task<Round> MoveOnAsync(int ms)
    {
        time.Advance(TimeSpan.FromMilliseconds(ms));
        return scheduler.RunOnceAsync(default);
    }
}
