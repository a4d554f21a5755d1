using Microsoft.Extensions.Logging.Abstractions;
using RedisScheduler.Engine.Firing;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Executions;
using RedisScheduler.TestKit;
using RedisScheduler.Timing;
using static RedisScheduler.Engine.Tests.Samples;

namespace RedisScheduler.Engine.Tests.Firing;

public sealed class SchedulerTests
{
    private readonly ManualTime time = new();
    private readonly FakeFiring firing = new();
    private readonly Rush rush = new();
    private Scheduler scheduler = null!;

    [SetUp]
    public void Make() => scheduler =
        new(firing, new FirePlanner(new OccurrenceCache()), rush, new EngineOptions { FireBatch = 100 }, time, new Random(1), NullLogger<Scheduler>.Instance);

    [TearDown]
    public void Dispose() => scheduler.Wake.Dispose();

    [Test]
    public async Task It_fires_what_is_due_and_sleeps_until_the_next_fire_time()
    {
        firing.Add(Due(EveryMinute, Start.Ms(), key: "a"));
        firing.Add(Due(EveryMinute, Start.Ms() + 300, key: "b"));

        var round = await scheduler.RunOnceAsync(default);

        Assert.That((round.Done, round.Wait), Is.EqualTo((1, TimeSpan.FromMilliseconds(300))));
        Assert.That(firing.Jobs, Is.EqualTo(new[] { $"a@{Start.Ms()}" }));
    }

    [Test]
    public async Task It_sleeps_at_most_a_second_because_signals_may_be_lost()
    {
        Assert.That((await scheduler.RunOnceAsync(default)).Wait, Is.EqualTo(Scheduler.LongestSleep));
        firing.Add(Due(EveryMinute, Start.AddHours(1).Ms()));
        Assert.That((await scheduler.RunOnceAsync(default)).Wait, Is.EqualTo(Scheduler.LongestSleep));
    }

    [Test]
    public async Task More_than_a_batch_is_fired_in_several()
    {
        Add(150);

        Assert.That((await scheduler.RunOnceAsync(default)).Done, Is.EqualTo(150));
        Assert.That(firing.Calls, Is.EqualTo(new[] { 90, 60 }));
    }

    [Test]
    public async Task One_schedule_that_cannot_be_read_is_recorded_and_left_alone_for_a_while_and_the_others_are_fired()
    {
        firing.Add(Due(new ScheduleTiming { Cron = "no cron" }, Start.Ms(), key: "bad"));
        firing.Add(Due(EveryMinute, Start.Ms(), key: "good"));

        await scheduler.RunOnceAsync(default);

        Assert.That(firing.Jobs, Is.EqualTo(new[] { $"good@{Start.Ms()}" }));
        var recorded = firing.Missed.Single();
        Assert.That((recorded.ScheduleId, recorded.Status), Is.EqualTo(("bad", ExecutionStatus.Missed)));
        Assert.That(recorded.Reason, Does.StartWith("The schedule cannot be read: cron"));
        Assert.That(firing.Find("bad"), Is.EqualTo((Start.Ms(), (Start + Scheduler.FaultPause).Ms())));
    }

    [Test]
    public async Task Who_comes_second_stands_back_a_few_milliseconds_until_it_fires_again()
    {
        firing.Add(Due(EveryMinute, Start.Ms()));
        firing.Refuse = true;
        var refused = await scheduler.RunOnceAsync(default);
        Assert.That(refused.Wait.TotalMilliseconds, Is.InRange(2, 10));

        firing.Refuse = false;
        firing.Delay("s", Start.Ms() + 500);
        var sleeping = await scheduler.RunOnceAsync(default);
        Assert.That(sleeping.Wait.TotalMilliseconds, Is.InRange(502, 510));

        time.Advance(TimeSpan.FromMilliseconds(505));
        await scheduler.RunOnceAsync(default);
        firing.Delay("s", time.GetUtcNow().Ms() + 500);
        scheduler.OnSignal();
        Assert.That((await scheduler.RunOnceAsync(default)).Wait, Is.EqualTo(TimeSpan.FromMilliseconds(500)));
    }

    [Test]
    public async Task What_was_read_a_second_before_is_fired_without_reading()
    {
        firing.Add(Due(EveryMinute, Start.Ms() + 800, key: "a"));
        firing.Add(Due(EveryMinute, Start.Ms() + 801, key: "b"));
        Assert.That((await scheduler.RunOnceAsync(default)).Wait, Is.EqualTo(TimeSpan.FromMilliseconds(800)));
        var reads = firing.Reads;

        time.Advance(TimeSpan.FromMilliseconds(800));
        Assert.That((await scheduler.RunOnceAsync(default)).Wait, Is.EqualTo(TimeSpan.FromMilliseconds(1)));
        time.Advance(TimeSpan.FromMilliseconds(1));
        await scheduler.RunOnceAsync(default);

        Assert.That(firing.Jobs, Is.EqualTo(new[] { $"a@{Start.Ms() + 800}", $"b@{Start.Ms() + 801}" }));
        Assert.That(firing.Reads, Is.EqualTo(reads));
    }

    [Test]
    public async Task What_changed_since_it_was_read_is_read_again_and_fired_as_it_is_now()
    {
        firing.Add(Due(EveryMinute, Start.Ms() + 500, key: "a"));
        await scheduler.RunOnceAsync(default);
        firing.Delay("a", Start.Ms() + 499);

        time.Advance(TimeSpan.FromMilliseconds(500));
        await scheduler.RunOnceAsync(default);
        Assert.That(firing.Jobs, Is.Empty);
        await scheduler.RunOnceAsync(default);

        Assert.That(firing.Jobs, Is.EqualTo(new[] { $"a@{Start.Ms() + 499}" }));
    }

    [Test]
    public async Task One_that_is_due_again_before_the_next_reading_is_fired_again()
    {
        firing.Add(Due(new ScheduleTiming { Interval = TimeSpan.FromMilliseconds(100) }, Start.Ms(), key: "a"));
        for (var n = 0; n < 5; n++)
        {
            await scheduler.RunOnceAsync(default);
            time.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.That(firing.Jobs, Is.EqualTo(Enumerable.Range(0, 5).Select(n => $"a@{Start.Ms() + (n * 100)}")));
        Assert.That(firing.Reads, Is.EqualTo(1));
    }

    [Test]
    public async Task While_Redis_does_not_answer_nothing_that_was_read_is_forgotten()
    {
        firing.Add(Due(EveryMinute, Start.Ms(), key: "a"));
        firing.Fails = true;
        Assert.ThrowsAsync<Errors.StoreUnavailableException>(() => scheduler.RunOnceAsync(default));
        firing.Fails = false;

        await scheduler.RunOnceAsync(default);

        Assert.That(firing.Jobs, Is.EqualTo(new[] { $"a@{Start.Ms()}" }));
    }

    [Test]
    public async Task A_script_never_makes_many_thousand_jobs_at_once()
    {
        var fast = new ScheduleTiming { Interval = TimeSpan.FromMilliseconds(100) };
        foreach (var key in new[] { "a", "b", "c" })
        {
            firing.Add(Due(fast, Start.Ms() + 100, key: key));
        }

        time.Advance(TimeSpan.FromSeconds(59));
        await scheduler.RunOnceAsync(default);

        Assert.That(firing.Calls, Is.EqualTo(new[] { 1, 1, 1 }));
        Assert.That(firing.Jobs, Has.Count.EqualTo(3 * 590));
    }

    [TestCase(90, false)]
    [TestCase(91, true)]
    public async Task More_than_a_call_of_schedules_is_a_rush_until_they_are_fired(int schedules, bool isOne)
    {
        Add(schedules);
        var under = new TaskCompletionSource();
        firing.Under = under.Task;
        var round = scheduler.RunOnceAsync(default);

        Assert.That(rush.IsOn, Is.EqualTo(isOne));
        under.SetResult();
        await round;
        Assert.That(rush.IsOn, Is.False);
    }

    [Test]
    public void A_rush_that_Redis_does_not_answer_is_over()
    {
        Add(91);
        firing.Fails = true;
        Assert.ThrowsAsync<Errors.StoreUnavailableException>(() => scheduler.RunOnceAsync(default));
        Assert.That(rush.IsOn, Is.False);
    }

    private void Add(int schedules)
    {
        for (var i = 0; i < schedules; i++)
        {
            firing.Add(Due(EveryMinute, Start.Ms(), key: $"k{i:00}"));
        }
    }
}
