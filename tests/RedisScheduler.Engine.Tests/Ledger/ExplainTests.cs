using Moq;
using RedisScheduler.Engine.Ledger;
using RedisScheduler.Errors;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Ledger;
using RedisScheduler.Schedules;
using RedisScheduler.TestKit;
using RedisScheduler.Timing;
using RedisScheduler.Workers;
using RedisScheduler.Workflows;
using static RedisScheduler.Engine.Tests.Samples;

namespace RedisScheduler.Engine.Tests.Ledger;

/// <summary>Why it did, or did not, run then.</summary>
public sealed class ExplainTests
{
    private static readonly ScheduleTiming Daily = new() { Cron = "0 9 * * *", TimeZone = "Europe/Berlin" };

    private readonly FakeLedger ledger = new();
    private readonly Dictionary<string, Execution> runs = new(StringComparer.Ordinal);
    private readonly Mock<IQueues> queues = new();
    private readonly Mock<IWorkerRegistry> workers = new();
    private ScheduleState state = new() { NextRunAt = Start.AddDays(400) };

    [Test]
    public async Task What_ran_is_told_with_its_lateness_and_how_it_ended()
    {
        Rule("2026-01-01T00:00Z", Daily);
        Enter("2026-02-03T08:00Z", ExecutionStatus.Failed, run => run with { StartedAt = run.ScheduledAt.AddSeconds(2), LatenessMs = 2_000, DurationMs = 1_500, Attempts = 3, Error = new("Boom", "No route.") });

        var why = await WhyAsync("2026-02-03T08:00Z");

        Assert.That(why.Words, Is.EqualTo("It ran: started at 2026-02-03T08:00:02.000Z, 2s after its due time, and ended as failed after 1s500ms, in 3 attempts: No route."));
        Assert.That((why.Verdict, why.Local, why.ScheduledAt!.Value.Ms()), Is.EqualTo((ExplainKind.Ran, "2026-02-03T09:00:00.000+01:00", Ms("2026-02-03T08:00Z"))));
        Assert.That((why.Previous!.Value.Ms(), why.Next!.Value.Ms()), Is.EqualTo((Ms("2026-02-02T08:00Z"), Ms("2026-02-04T08:00Z"))));
    }

    [TestCase(ExecutionStatus.Skipped, "overlap: s@1", ExplainKind.Skipped, "It was skipped, because of the overlap policy (overlap: s@1).")]
    [TestCase(ExecutionStatus.Missed, "misfire: late by 3h; the misfire policy is skip.", ExplainKind.Missed, "It was missed (misfire: late by 3h; the misfire policy is skip).")]
    public async Task What_did_not_run_is_told_by_its_entry(ExecutionStatus status, string reason, ExplainKind verdict, string words)
    {
        Rule("2026-01-01T00:00Z", Daily);
        Enter("2026-02-03T08:00Z", status, run => run with { Reason = reason });

        var why = await WhyAsync("2026-02-03T08:00Z");
        Assert.That((why.Verdict, why.Words), Is.EqualTo((verdict, words)));
    }

    [Test]
    public async Task What_is_still_queued_is_told_with_its_queue_and_the_workers()
    {
        Rule("2026-01-01T00:00Z", Daily);
        Enter("2026-02-03T08:00Z", ExecutionStatus.Queued, run => run);
        queues.Setup(redis => redis.ListAsync(It.IsAny<long>(), It.IsAny<CancellationToken>())).ReturnsAsync([new("default", 1, 0, Paused: true, null)]);

        var why = await WhyAsync("2026-02-03T08:00Z");
        Assert.That(why.Facts.Select(fact => fact.Kind), Is.EqualTo(new[] { ExplainKind.Queued, ExplainKind.QueuePaused, ExplainKind.NoWorker }));
    }

    [Test]
    public async Task Each_reason_not_to_run_is_told()
    {
        Rule("2026-01-10T00:00Z", Daily);
        Rule("2026-01-20T00:00Z", Daily, pause: new Pause("stock-taking", null, Start, "me"));
        Rule("2026-01-30T00:00Z", Daily with { EndAt = Start.AddDays(35), Exclusions = new() { Crons = ["* * * * 6,0"] } });
        Rule("2026-02-20T00:00Z", Daily, runs: false);
        Rule("2026-02-25T00:00Z", Daily);
        ledger.Pauses.Add(new(new("move", Start.AddDays(60), Start, "ops"), Ms("2026-02-26T00:00Z"), Ms("2026-03-01T00:00Z")));
        Rule("2026-03-10T00:00Z", Daily, deleted: true);

        (string At, ExplainKind Kind, string Text)[] expected =
        [
            ("2026-01-05T08:00Z", ExplainKind.NotCreated, "first saved at 2026-01-10"),
            ("2026-01-15T08:01Z", ExplainKind.NotDue, "no occurrence"),
            ("2026-01-25T08:00Z", ExplainKind.Paused, "Paused by me: stock-taking. It held from 2026-01-20"),
            ("2026-01-31T08:00Z", ExplainKind.Excluded, "exclude[0] takes it out: * * * * 6,0."),
            ("2026-02-10T08:00Z", ExplainKind.OutsideWindow, "after endAt, 2026-02-05"),
            ("2026-02-22T08:00Z", ExplainKind.Inactive, "From 2026-02-20"),
            ("2026-02-27T08:00Z", ExplainKind.ScopePaused, "Paused by ops until 2026-03-02"),
            ("2026-03-05T08:00Z", ExplainKind.Lost, "no entry"),
            ("2026-03-12T08:00Z", ExplainKind.Deleted, "deleted at 2026-03-10"),
        ];
        foreach (var (at, kind, text) in expected)
        {
            var why = await WhyAsync(at);
            Assert.That((why.Verdict, why.Words.Contains(text, StringComparison.Ordinal)), Is.EqualTo((kind, true)), $"{at}: {why.Verdict} {why.Words}");
        }
    }

    [Test]
    public async Task What_is_to_come_pending_spent_or_dropped_is_not_called_lost()
    {
        Rule("2026-01-01T00:00Z", Daily with { MaxRuns = 1 });
        Assert.That((await WhyAsync("2026-12-01T08:00Z")).Verdict, Is.EqualTo(ExplainKind.Future));

        state = new() { NextRunAt = Start.AddDays(40) };
        Assert.That((await WhyAsync("2026-03-01T08:00Z")).Verdict, Is.EqualTo(ExplainKind.Pending));

        state = new() { Completed = true };
        Enter("2026-01-01T08:00Z", ExecutionStatus.Succeeded, run => run);
        Assert.That((await WhyAsync("2026-01-02T08:00Z")).Verdict, Is.EqualTo(ExplainKind.MaxRuns));

        state = new() { NextRunAt = Start.AddDays(400) };
        ledger.Revisions.Add(ledger.Revisions[0] with { AtMs = Ms("2026-01-20T12:00Z"), WaitingSinceMs = Ms("2026-01-20T08:00Z") });
        Assert.That((await WhyAsync("2026-01-20T08:00Z")).Verdict, Is.EqualTo(ExplainKind.Dropped));
    }

    [Test]
    public async Task A_change_of_clocks_nearby_is_told()
    {
        Rule("2026-01-01T00:00Z", new() { Cron = "30 2 * * *", TimeZone = "Europe/Berlin", DstGap = DstGap.Skip });

        var gap = await WhyAsync("2026-03-29T01:30Z");
        Assert.That((gap.Verdict, gap.Words), Is.EqualTo((ExplainKind.NotDue, "The timing has no occurrence then. At 2026-03-29T03:00:00.000+02:00 the clocks of Europe/Berlin went from 02:00 to 03:00: the times between do not exist, and dstGap is skip.")));
        var fold = await WhyAsync("2025-10-26T01:30Z");
        Assert.That(fold.Words, Does.EndWith("went from 03:00 back to 02:00: the times between exist twice, and dstFold is auto."));
    }

    [Test]
    public void A_schedule_that_never_was_is_missing() => Assert.ThrowsAsync<MissingException>(() => WhyAsync("2026-01-01T00:00Z"));

    private Task<Explanation> WhyAsync(string at)
    {
        var definitions = new Mock<IDefinitionStore>();
        definitions.Setup(sql => sql.FindScheduleAsync("default", "s", It.IsAny<CancellationToken>())).ReturnsAsync(() => new ScheduleView(Schedule(), state));
        var executions = new Mock<IExecutionReader>();
        executions.Setup(sql => sql.FindAsync("default", It.IsAny<string>(), It.IsAny<CancellationToken>())).ReturnsAsync((string _, string id, CancellationToken _) => runs[id]);
        queues.SetReturnsDefault(Task.FromResult<IReadOnlyList<QueueInfo>>([]));
        workers.SetReturnsDefault(Task.FromResult<IReadOnlyList<WorkerInfo>>([]));
        var service = new ExplainService(ledger, ledger, executions.Object, definitions.Object, queues.Object, workers.Object, new ManualTime(Start.AddDays(150)));
        return service.ExplainAsync("default", "s", DateTimeOffset.FromUnixTimeMilliseconds(Ms(at)), default);
    }

    private void Rule(string at, ScheduleTiming timing, Pause? pause = null, bool runs = true, bool deleted = false) =>
        ledger.Revisions.Add(new() { Revision = ledger.Revisions.Count + 1, AtMs = Ms(at), Timing = timing, AnchorMs = 0, Runs = runs, Pause = pause, Deleted = deleted });

    private void Enter(string due, ExecutionStatus status, Func<Execution, Execution> with)
    {
        var at = DateTimeOffset.FromUnixTimeMilliseconds(Ms(due));
        var run = with(new Execution { Id = $"s@{Ms(due)}", Scope = "default", ScheduleId = "s", Trigger = ExecutionTrigger.Schedule, ScheduledAt = at, Status = status });
        runs[run.Id] = run;
        ledger.Entries.Add(new LedgerEntry(run.Id, Ms(due), null, status, run.StartedAt?.Ms()));
    }
}
