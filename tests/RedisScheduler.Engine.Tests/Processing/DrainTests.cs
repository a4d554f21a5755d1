using Microsoft.Extensions.Logging.Abstractions;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Engine.Processing;
using RedisScheduler.Jobs;
using RedisScheduler.TestKit;
using static RedisScheduler.Engine.Tests.Samples;

namespace RedisScheduler.Engine.Tests.Processing;

public sealed class DrainTests
{
    private readonly ManualTime time = new();
    private readonly FakeQueue queue = new();
    private readonly FakeTarget target = new();
    private readonly EngineOptions options = new() { Concurrency = 4, WorkerId = "w", ShutdownTimeout = TimeSpan.FromSeconds(30) };
    private RunningJobs running = null!;
    private Attempts attempts = null!;
    private Exchanges exchanges = null!;
    private Processor processor = null!;

    [SetUp]
    public async Task TakeTwo()
    {
        running = new RunningJobs(options, time);
        attempts = new Attempts(new TargetRunners([target]), running, options, time, new Random(1), NullLogger<Attempts>.Instance);
        exchanges = new Exchanges(attempts, running, new Slots(options), new Rush(), time);
        processor = NewProcessor();
        queue.Waiting.Enqueue(Job("a"));
        queue.Waiting.Enqueue(Job("b"));
        await processor.RunOnceAsync(default);
        await Eventually.AsyncThat(() => target.Started.Count == 2);
        queue.Waiting.Enqueue(Job("c"));
    }

    [TearDown]
    public void Dispose()
    {
        processor.Wake.Dispose();
        running.Dispose();
    }

    private Processor NewProcessor() => new(queue, attempts, exchanges, running, options, time, NullLogger<Processor>.Instance);

    [Test]
    public async Task It_takes_nothing_more_and_ends_as_soon_as_the_running_jobs_have()
    {
        var drained = processor.DrainAsync(default);
        target.End("a");
        target.End("b");
        await drained.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.That(queue.Accepted.Select(finish => finish.Kind), Is.EqualTo(new[] { FinishKind.Succeeded, FinishKind.Succeeded }));
        Assert.That(queue.Waiting, Has.Count.EqualTo(1));
        Assert.That(time.GetUtcNow(), Is.EqualTo(Start), "nothing had to wait");
    }

    [Test]
    public async Task After_the_shutdown_time_out_what_still_runs_is_cancelled_and_handed_back()
    {
        var drained = processor.DrainAsync(default);
        target.End("a");
        await Eventually.AsyncThat(() => queue.Accepted.Count == 1);
        await PassAsync(drained, TimeSpan.FromSeconds(29));
        Assert.That(target.Started["b"].IsCancellationRequested, Is.False);
        await PassAsync(drained, TimeSpan.FromSeconds(2));
        await drained.WaitAsync(TimeSpan.FromSeconds(10));

        var handedBack = queue.Accepted[^1];
        Assert.That((handedBack.Id, handedBack.Kind, handedBack.Event.Attempt, handedBack.Event.AttemptStatus), Is.EqualTo(("b", FinishKind.HandBack, 1, (Executions.ExecutionStatus?)null)));
    }

    [Test]
    public async Task A_handler_that_does_not_stop_is_handed_back_all_the_same()
    {
        target.Stubborn = true;
        queue.Waiting.Enqueue(Job("d"));
        processor.OnSignal();
        await processor.RunOnceAsync(default);
        await Eventually.AsyncThat(() => target.Started.Count == 4);

        var drained = processor.DrainAsync(default);
        await PassAsync(drained, options.ShutdownTimeout + Drain.StopWait + TimeSpan.FromSeconds(1));
        await drained.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.That(queue.Accepted.Select(finish => (finish.Id, finish.Kind)), Is.EquivalentTo(new[] { "a", "b", "c", "d" }.Select(id => (id, FinishKind.HandBack))));
    }

    [Test]
    public async Task It_tries_for_a_while_to_report_while_Redis_is_away_and_then_lets_the_leases_run_out()
    {
        queue.Away = true;
        var drained = processor.DrainAsync(default);
        target.End("a");
        target.End("b");
        await Eventually.AsyncThat(() => running.Count == 0);
        await PassAsync(drained, Drain.ReportWait + TimeSpan.FromSeconds(1));
        await drained.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(processor.Unreported, Is.EqualTo(2));
    }

    // In steps, each when the drain sleeps again; the other timer is that of the time-outs.
    private async Task PassAsync(Task drained, TimeSpan span)
    {
        var step = TimeSpan.FromSeconds(1);
        for (var passed = TimeSpan.Zero; passed < span; passed += step)
        {
            await Eventually.AsyncThat(() => drained.IsCompleted || time.WaitingTimers == 2);
            time.Advance(step);
        }
    }
}
