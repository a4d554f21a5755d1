using Microsoft.Extensions.Logging.Abstractions;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Engine.Processing;
using RedisScheduler.Errors;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.TestKit;
using static RedisScheduler.Engine.Tests.Samples;

namespace RedisScheduler.Engine.Tests.Processing;

public sealed class LeaseKeeperTests
{
    private readonly ManualTime time = new();
    private readonly FakeQueue queue = new();
    private readonly EngineOptions options = new() { WorkerId = "w" };
    private readonly List<RunningJob> jobs = [];
    private RunningJobs running = null!;
    private LeaseKeeper keeper = null!;

    [SetUp]
    public void Make()
    {
        running = new RunningJobs(options, time);
        keeper = new LeaseKeeper(queue, running, options, time, NullLogger<LeaseKeeper>.Instance);
        foreach (var id in new[] { "a", "b" })
        {
            var job = new RunningJob(Job(id), Start.Ms(), time.GetTimestamp(), Start.Ms() + 15_000, _ => { });
            job.Start(Start.Ms(), time.GetTimestamp());
            running.Add(job);
            jobs.Add(job);
        }
    }

    [TearDown]
    public void Dispose()
    {
        keeper.Wake.Dispose();
        running.Dispose();
        jobs.ForEach(job => job.Dispose());
    }

    [Test]
    public async Task It_extends_all_leases_in_one_call_and_tells_of_each_start_once()
    {
        var round = await keeper.RunOnceAsync(default);
        time.Advance(TimeSpan.FromSeconds(1));
        await keeper.RunOnceAsync(default);

        Assert.That(round, Is.EqualTo(new Round(2, TimeSpan.FromSeconds(1))));
        Assert.That(queue.Extended.Select(call => call.Count), Is.EqualTo(new[] { 2, 2 }));
        Assert.That(queue.Extended[0].Select(lease => lease.Started?.Status), Is.All.EqualTo(ExecutionStatus.Running));
        Assert.That(queue.Extended[1].Select(lease => lease.Started), Is.All.Null);
        Assert.That(jobs[0].LeaseUntilMs, Is.EqualTo(Start.Ms() + 16_000));
    }

    [Test]
    public async Task What_is_not_due_yet_is_looked_at_when_something_was_cancelled_and_has_not_started()
    {
        using var early = new RunningJob(Job("early"), Start.Ms() + 500, time.GetTimestamp() + 5_000_000, Start.Ms() + 15_000, _ => { });
        running.Add(early);
        await keeper.RunOnceAsync(default);
        queue.States["early"] = LeaseState.CancelRequested;
        keeper.OnSignal();
        await keeper.RunOnceAsync(default);
        early.Start(Start.Ms() + 500, time.GetTimestamp());
        await keeper.RunOnceAsync(default);

        Assert.That(queue.Extended.Select(call => call.Count), Is.EqualTo(new[] { 2, 3, 3 }));
        Assert.That(queue.Extended.Select(call => call.SingleOrDefault(lease => lease.Id == "early")?.Started?.StartedMs), Is.EqualTo(new long?[] { null, null, Start.Ms() + 500 }));
        Assert.That(early.Token.IsCancellationRequested);
        Assert.That(jobs[0].Token.IsCancellationRequested, Is.False);
    }

    [Test]
    public async Task A_short_lease_is_extended_three_times_in_its_time()
    {
        using var quick = new LeaseKeeperOf(new EngineOptions { LeaseDuration = TimeSpan.FromSeconds(1.5) }, queue, running, time);
        Assert.That((await quick.Keeper.RunOnceAsync(default)).Wait, Is.EqualTo(TimeSpan.FromSeconds(0.5)));
    }

    [Test]
    public async Task A_job_that_somebody_cancelled_and_one_that_is_lost_are_told_to_stop()
    {
        queue.States["a"] = LeaseState.CancelRequested;
        queue.States["b"] = LeaseState.Lost;
        await keeper.RunOnceAsync(default);

        Assert.That(jobs.Select(job => job.Token.IsCancellationRequested), Is.All.True);
        Assert.That(jobs.Select(job => job.TryEnd(out var cause) ? cause : StopCause.None), Is.EqualTo(new[] { StopCause.Cancelled, StopCause.LeaseLost }));
    }

    [Test]
    public void A_cancellation_signal_wakes_it() => Assert.That(keeper.WokenBy, Is.EqualTo(new[] { SignalKind.Cancel }));

    [Test]
    public void While_Redis_is_away_jobs_go_on_until_their_lease_has_run_out()
    {
        queue.Away = true;
        time.Advance(TimeSpan.FromSeconds(14));
        Assert.ThrowsAsync<StoreUnavailableException>(() => keeper.RunOnceAsync(default));
        Assert.That(jobs.Select(job => job.Token.IsCancellationRequested), Is.All.False);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.ThrowsAsync<StoreUnavailableException>(() => keeper.RunOnceAsync(default));
        Assert.That(jobs.Select(job => job.Token.IsCancellationRequested), Is.All.True);
        Assert.That(jobs[0].TryEnd(out var cause), Is.True);
        Assert.That(cause, Is.EqualTo(StopCause.LeaseLost));
    }

    private sealed class LeaseKeeperOf(EngineOptions options, ILeases leases, RunningJobs running, TimeProvider time) : IDisposable
    {
        internal LeaseKeeper Keeper { get; } = new(leases, running, options, time, NullLogger<LeaseKeeper>.Instance);

        public void Dispose() => Keeper.Wake.Dispose();
    }
}
