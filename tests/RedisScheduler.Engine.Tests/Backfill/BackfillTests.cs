using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Engine.Backfill;
using RedisScheduler.Errors;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Storage;
using RedisScheduler.TestKit;
using RedisScheduler.Timing;
using RedisScheduler.Workflows;
using static RedisScheduler.Engine.Tests.Samples;

namespace RedisScheduler.Engine.Tests.Backfill;

/// <summary>Due times of the past that are run now.</summary>
public sealed class BackfillTests
{
    private readonly Mock<IAuditLog> audit = new();
    private static readonly ScheduleTiming Hourly = new() { Cron = "0 * * * *", Exclusions = new() { Crons = ["* 3 * * *"] } };

    private readonly List<Execution> history = [];
    private readonly List<IReadOnlyList<NewJob>> queued = [];
    private bool skipLast;
    private Schedule schedule = Schedule("s", Hourly);

    [Test]
    public async Task The_due_times_of_a_range_are_queued_by_the_schedules_rules_and_none_at_its_end()
    {
        var made = await RunAsync(Range(1, 5));

        Assert.That(made.DueTimes, Is.EqualTo(new[] { Start.AddHours(1), Start.AddHours(2), Start.AddHours(4) }), "three o'clock is left out, five belongs to the next range");
        var job = queued.Single()[0];
        Assert.That((job.Id, job.DueMs, job.Trigger, job.Event.Reason), Is.EqualTo(($"s@{Start.AddHours(1).Ms()}-backfill", Start.AddHours(1).Ms(), ExecutionTrigger.Backfill, "backfill by me")));
        Assert.That(job.Id, Is.Not.EqualTo(JobId.Occurrence("s", job.DueMs)), "the occurrence may have run");
    }

    [Test]
    public async Task The_same_range_twice_makes_nothing_twice()
    {
        var first = await RunAsync(Range(1, 5));
        history.AddRange(first.ExecutionIds.Zip(first.DueTimes, Made));

        var second = await RunAsync(Range(1, 7));
        Assert.That((second.DueTimes.Count, second.AlreadyThere), Is.EqualTo((2, 3)));
        Assert.That((await RunAsync(Range(1, 7) with { DryRun = true })).ExecutionIds, Is.EqualTo(second.ExecutionIds), "the history has only the first ones");
    }

    [Test]
    public async Task A_dry_run_says_what_would_be_made_and_makes_nothing()
    {
        Assert.That((await RunAsync(Range(1, 5) with { DryRun = true })).ExecutionIds, Has.Count.EqualTo(3));
        Assert.That(queued, Is.Empty);
    }

    [Test]
    public async Task A_large_range_is_cut_into_batches()
    {
        schedule = Schedule("s", EveryMinute);

        var made = await RunAsync(Range(0, 24) with { Max = 2_000 });

        Assert.That(made.DueTimes, Has.Count.EqualTo(1_439));
        Assert.That(queued.Select(batch => batch.Count), Is.EqualTo(new[] { 500, 500, 439 }));
    }

    [Test]
    public void A_range_that_is_empty_in_the_future_or_too_large_is_refused_with_its_field()
    {
        Assert.That(Fault(Range(5, 5)), Is.EqualTo("from"));
        Assert.That(Fault(Range(47, 49)), Is.EqualTo("to"));
        Assert.That(Fault(Range(0, 24) with { Max = 5 }), Is.EqualTo("max"));
        schedule = Schedule("s", EveryMinute);
        Assert.That(Fault(Range(0, 2)), Is.EqualTo("max"), "100 unless said");
        Assert.That(queued, Is.Empty);
    }

    [Test]
    public async Task It_has_an_overlap_policy_of_its_own_and_says_what_that_skipped()
    {
        skipLast = true;

        var made = await RunAsync(Range(1, 5) with { Overlap = OverlapPolicy.BufferOne });

        Assert.That(queued.Single().Select(job => job.Overlap), Is.All.EqualTo(OverlapPolicy.BufferOne));
        Assert.That((made.DueTimes.Count, made.Skipped, made.AlreadyThere), Is.EqualTo((2, 1, 0)));
        schedule = Schedule("s", EveryMinute);
        Assert.That(Fault(Range(0, 24) with { Max = 2_000, Overlap = OverlapPolicy.BufferAll }), Is.EqualTo("max"), "more than may wait");
    }

    [Test]
    public async Task A_paused_schedule_is_backfilled_and_an_inactive_one_is_not()
    {
        schedule = schedule with { Pause = new(null, null, Start, "me") };
        Assert.That((await RunAsync(Range(1, 2))).DueTimes, Has.Count.EqualTo(1));
        schedule = schedule with { WorkflowRunnable = false };
        Assert.ThrowsAsync<ConflictException>(() => RunAsync(Range(1, 2)));
    }

    [Test]
    public async Task Its_progress_is_counted_from_the_history()
    {
        history.Add(Made("s@1-backfill", Start.AddHours(1)));
        history.Add(Made("s@2-backfill", Start.AddHours(2)) with { Status = ExecutionStatus.Failed });

        var progress = await Service().ProgressAsync("default", "s", Start.AddHours(1), Start.AddHours(5), default);

        Assert.That(progress.Expected, Is.EqualTo(3));
        Assert.That(progress.ByStatus, Is.EquivalentTo(new Dictionary<ExecutionStatus, int> { [ExecutionStatus.Succeeded] = 1, [ExecutionStatus.Failed] = 1 }));
    }

    private static BackfillRequest Range(int fromHour, int toHour) => new(Start.AddHours(fromHour), Start.AddHours(toHour));

    [Test]
    public async Task What_is_made_is_remembered_and_what_is_only_tried_out_is_not()
    {
        await RunAsync(new BackfillRequest(Start, Start.AddHours(1), DryRun: true));
        audit.VerifyNoOtherCalls();
        await RunAsync(new BackfillRequest(Start, Start.AddHours(1)));
        audit.Verify(log => log.AppendAsync(It.Is<IReadOnlyList<AuditEntry>>(told => told.Single().Action == AuditAction.Backfill && told[0].By.Name == "me"), default), Times.Once);
    }

    private static Execution Made(string id, DateTimeOffset due) =>
        new() { Id = id, Scope = "default", ScheduleId = "s", Trigger = ExecutionTrigger.Backfill, ScheduledAt = due, Status = ExecutionStatus.Succeeded };

    private string Fault(BackfillRequest request) => Assert.ThrowsAsync<InvalidInputException>(() => RunAsync(request))!.Errors.Keys.Single();

    private Task<BackfillResult> RunAsync(BackfillRequest request) => Service().RunAsync("default", "s", request, new Actor("k", "me"), default);

    private BackfillService Service()
    {
        var (definitions, executions, queue, time) = (new Mock<IDefinitionStore>(), new Mock<IExecutionReader>(), new Mock<IJobQueue>(), new ManualTime(Start.AddHours(48)));
        definitions.Setup(sql => sql.FindScheduleAsync("default", "s", It.IsAny<CancellationToken>())).ReturnsAsync(() => new ScheduleView(schedule, new ScheduleState()));
        executions.Setup(sql => sql.ListAsync(It.IsAny<ExecutionQuery>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((ExecutionQuery query, CancellationToken _) => new Page<Execution>([.. history.Where(run =>
                (query.Trigger is null || run.Trigger == query.Trigger) && (query.Status is null || run.Status == query.Status)
                && !(run.ScheduledAt < query.From) && !(run.ScheduledAt >= query.To))], null));
        queue.Setup(redis => redis.EnqueueAsync(It.IsAny<IReadOnlyList<NewJob>>(), It.IsAny<long>(), It.IsAny<CancellationToken>()))
            .Callback((IReadOnlyList<NewJob> jobs, long _, CancellationToken _) => queued.Add(jobs))
            .ReturnsAsync((IReadOnlyList<NewJob> jobs, long _, CancellationToken _) =>
                [.. jobs.Select((job, i) => new EnqueueResult(skipLast && i == jobs.Count - 1 ? EnqueueOutcome.Skipped : EnqueueOutcome.Queued))]);
        return new BackfillService(definitions.Object, executions.Object, queue.Object, audit.Object, time, NullLogger<BackfillService>.Instance);
    }
}
