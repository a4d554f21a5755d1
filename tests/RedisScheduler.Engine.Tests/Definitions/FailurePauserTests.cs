using Moq;
using RedisScheduler.Audit;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Engine.Sync;
using RedisScheduler.Engine.Tests.Loops;
using RedisScheduler.Engine.Tests.Sync;
using RedisScheduler.Schedules;
using RedisScheduler.TestKit;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Tests.Definitions;

/// <summary>What is done about a schedule whose runs keep failing.</summary>
public sealed class FailurePauserTests
{
    private readonly ManualTime time = new(Samples.Start.AddHours(1));
    private readonly FakeRegistry registry = new();
    private readonly Mock<IDefinitionStore> store = new();

    [Test]
    public async Task A_schedule_that_failed_often_enough_is_paused_in_both_stores_with_reason_and_by_whom()
    {
        var defined = Failing(3);
        store.Setup(sql => sql.ListFailingAsync(It.IsAny<DateTimeOffset>(), It.IsAny<int>(), It.IsAny<CancellationToken>())).ReturnsAsync(() => [defined]);
        store.Setup(sql => sql.ChangeScheduleAsync("default", "s", It.IsAny<Func<ScheduleView?, ScheduleView?>>(), It.IsAny<AuditOf<ScheduleView>?>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((string _, string _, Func<ScheduleView?, ScheduleView?> decide, AuditOf<ScheduleView>? _, CancellationToken _) =>
            {
                var after = decide(defined)!;
                return new(defined, after with { Schedule = after.Schedule with { Revision = 2 } }, 2);
            });
        using var pauser = new Wait(new FailurePauser(store.Object, Sync(), time, new ListLogger<FailurePauser>()));

        var round = await pauser.Service.RunOnceAsync(default);

        Assert.That((round.Done, round.Wait), Is.EqualTo((1, FailurePauser.Interval)));
        var entry = registry.Entries["s"];
        Assert.That((entry.Revision, entry.NextDueMs, entry.Note), Is.EqualTo((2L, (long?)null, "Paused by pauseOnFailure: 3 runs failed in a row; the last error: boom")));
    }

    [TestCase(2, ExpectedResult = false)]
    [TestCase(3, ExpectedResult = true)]
    [TestCase(4, ExpectedResult = true)]
    public bool So_many_failures_in_a_row_pause_it(int failures) => Decide(Failing(failures)).Schedule.Pause is not null;

    [Test]
    public void One_that_is_paused_disabled_or_without_the_rule_stays_as_it_is()
    {
        var failing = Failing(3);
        ScheduleView[] others =
        [
            failing with { Schedule = failing.Schedule with { Pause = new(null, null, Samples.Start, "me") } },
            failing with { Schedule = failing.Schedule with { WorkflowRunnable = false } },
            failing with { Schedule = Samples.Schedule() },
            failing with { State = failing.State with { Completed = true } },
        ];

        Assert.That(others.Select(view => ReferenceEquals(Decide(view), view)), Has.All.True);
    }

    private ScheduleView Decide(ScheduleView view) => FailurePauser.Decide(view, time.GetUtcNow())!;

    private ScheduleSync Sync() => new(registry, store.Object, Mock.Of<IReconcilerTrigger>(), time, new ListLogger<ScheduleSync>());

    private static ScheduleView Failing(int failures)
    {
        var schedule = Samples.Schedule();
        return new(
            schedule with { Spec = schedule.Spec with { PauseOnFailure = 3 } },
            new ScheduleState { FailuresInARow = failures, LastError = "boom", NextRunAt = Samples.Start.AddMinutes(61) });
    }

    private sealed record Wait(FailurePauser Service) : IDisposable
    {
        public void Dispose() => Service.Wake.Dispose();
    }
}
