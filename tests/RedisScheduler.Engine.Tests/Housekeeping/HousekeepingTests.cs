using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using RedisScheduler.Access;
using RedisScheduler.Alerts;
using RedisScheduler.Audit;
using RedisScheduler.Engine.Firing;
using RedisScheduler.Engine.Housekeeping;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Engine.Processing;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Ledger;
using RedisScheduler.TestKit;
using RedisScheduler.Workers;
using static RedisScheduler.Engine.Tests.Samples;

namespace RedisScheduler.Engine.Tests.Housekeeping;

public sealed class HousekeepingTests
{
    private readonly ManualTime time = new();
    private readonly EngineOptions options = new() { WorkerId = "w", Queues = ["q"], MoveBatch = 100 };

    [Test]
    public async Task The_Janitor_clears_what_is_older_than_its_retention_and_goes_on_while_batches_are_full()
    {
        var (history, schedules, answers, audit, jobs) =
            (new Mock<IHistory>(), new Mock<IScheduleHistory>(), new Mock<IIdempotencyStore>(), new Mock<IAuditLog>(), new Mock<IJobControl>());
        history.SetupSequence(sql => sql.DeleteBeforeAsync(Start.AddDays(-30), Janitor.Batch, default)).ReturnsAsync(Janitor.Batch).ReturnsAsync(3);
        answers.Setup(sql => sql.DeleteBeforeAsync(Start.AddDays(-1), Janitor.Batch, default)).ReturnsAsync(2);
        audit.Setup(sql => sql.DeleteBeforeAsync(Start.AddDays(-400), Janitor.Batch, default)).ReturnsAsync(4);
        jobs.Setup(redis => redis.ForgetFailedAsync(Start.AddDays(-7).Ms(), 10_000, Janitor.Batch, default)).ReturnsAsync(1);
        var janitor = new Janitor(history.Object, schedules.Object, Mock.Of<IAlertStore>(), answers.Object, audit.Object, jobs.Object, options, time, NullLogger<Janitor>.Instance);

        Assert.That(await janitor.RunOnceAsync(default), Is.EqualTo(new Round(Janitor.Batch + 7, Janitor.Breath)));
        Assert.That(await janitor.RunOnceAsync(default), Is.EqualTo(new Round(10, Janitor.Interval)));
        janitor.Wake.Dispose();
    }

    [Test]
    public async Task The_Heartbeat_tells_of_the_worker_and_takes_it_off_the_list_at_stop()
    {
        var registry = new Mock<IWorkerRegistry>();
        using var running = new RunningJobs(options, time);
        var heartbeat = new Heartbeat(registry.Object, running, options, time);
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.That((await heartbeat.RunOnceAsync(default)).Wait, Is.EqualTo(TimeSpan.FromSeconds(5)));
        await heartbeat.DrainAsync(default);

        registry.Verify(list => list.HeartbeatAsync(
            It.Is<WorkerInfo>(it => it.Id == "w" && it.StartedMs == Start.Ms() && it.HeartbeatMs == Start.Ms() + 5_000 && it.Concurrency == 20), default));
        registry.Verify(list => list.RemoveAsync("w", default));
        heartbeat.Wake.Dispose();
    }

    [TestCase(0, 400, 400, 400)]
    [TestCase(0, 60_000, 1_000, 5_000)]
    [TestCase(0, null, 1_000, 5_000)]
    [TestCase(100, -5, 0, 0)]
    public async Task The_Promoter_comes_back_when_the_next_is_due_but_within_a_second_and_the_Recoverer_within_a_third_of_a_lease(
        int done, long? nextMs, int promoterMs, int recovererMs)
    {
        var (delayed, leases) = (new Mock<IDelayedJobs>(), new Mock<ILeases>());
        delayed.Setup(redis => redis.PromoteAsync(Start.Ms(), 100, default)).ReturnsAsync(new Promotion(done, Start.Ms() + nextMs));
        leases.Setup(redis => redis.RecoverAsync(Start.Ms(), options.MaxStalls, 100, default)).ReturnsAsync(new Recovery(done, 0, Start.Ms() + nextMs));
        var promoter = new Promoter(delayed.Object, options, time);
        var recoverer = new Recoverer(leases.Object, options, time, NullLogger<Recoverer>.Instance);

        Assert.That(await promoter.RunOnceAsync(default), Is.EqualTo(new Round(done, TimeSpan.FromMilliseconds(promoterMs))));
        Assert.That(await recoverer.RunOnceAsync(default), Is.EqualTo(new Round(done, TimeSpan.FromMilliseconds(recovererMs))));
        Assert.That(promoter.WokenBy, Is.EqualTo(new[] { SignalKind.Delayed }));
        promoter.Wake.Dispose();
        recoverer.Wake.Dispose();
    }
}
