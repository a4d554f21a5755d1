using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Engine.Audit;
using RedisScheduler.Executions;

namespace RedisScheduler.Engine.Tests.Audit;

public sealed class FactAuditsTests
{
    private static readonly JobEvent Fact = new() { Id = "acme~s@60000", Status = ExecutionStatus.Queued, Scope = "acme", ScheduleId = "s", ScheduledMs = 60_000 };

    [TestCase(ExecutionStatus.Failed, AuditAction.DispatchFailure)]
    [TestCase(ExecutionStatus.TimedOut, AuditAction.DispatchFailure)]
    [TestCase(ExecutionStatus.Lost, AuditAction.DispatchFailure)]
    [TestCase(ExecutionStatus.Missed, AuditAction.Misfire)]
    [TestCase(ExecutionStatus.Skipped, AuditAction.OverlapSkip)]
    public void What_did_not_go_well_is_remembered(ExecutionStatus status, AuditAction action)
    {
        var entry = FactAudits.Of([Fact with { Status = status, FinishedMs = 61_000, Reason = "why", Count = 2 }]).Single();
        Assert.That((entry.Action, entry.Scope, entry.Subject, entry.By), Is.EqualTo((action, "acme", "schedule/s", Actor.Engine)));
        Assert.That(entry.At.ToUnixTimeMilliseconds(), Is.EqualTo(61_000));
        Assert.That(entry.After, Does.Contain("\"acme~s@60000\"").And.Contain("\"why\"").And.Contain("\"count\":2"));
    }

    [TestCase(ExecutionStatus.Running), TestCase(ExecutionStatus.Succeeded), TestCase(ExecutionStatus.Retrying), TestCase(ExecutionStatus.Cancelled)]
    public void What_goes_well_or_goes_on_is_not(ExecutionStatus status) => Assert.That(FactAudits.Of([Fact with { Status = status }]), Is.Empty);

    [Test]
    public void A_run_of_an_event_or_of_the_Hangfire_dashboard_was_triggered_and_one_that_somebody_asked_for_says_who()
    {
        JobEvent[] facts =
        [
            Fact with { Trigger = ExecutionTrigger.Event },
            Fact with { Trigger = ExecutionTrigger.Manual },
            Fact with { Trigger = ExecutionTrigger.Manual, AskedBy = "ops", AskedByKey = "k1" },
            Fact with { Trigger = ExecutionTrigger.Retry, Reason = "retry by ops" },
            Fact with { Trigger = ExecutionTrigger.Schedule },
            Fact with { Trigger = ExecutionTrigger.Event, Token = 2, Attempt = 1 },
        ];
        Assert.That(
            FactAudits.Of(facts).Select(entry => (entry.Action, entry.By)),
            Is.EqualTo(new[] { (AuditAction.Trigger, Actor.Engine), (AuditAction.Trigger, Actor.Engine), (AuditAction.RunNow, new Actor("k1", "ops")) }));
    }

    [Test]
    public void The_same_fact_has_the_same_mark_and_a_later_end_of_the_same_run_another()
    {
        var failed = Fact with { Status = ExecutionStatus.Failed, Token = 3 };
        var marks = FactAudits.Of([failed, failed, failed with { Token = 7 }]).Select(entry => entry.Mark).ToArray();
        Assert.That((marks[0] == marks[1], marks[0] == marks[2]), Is.EqualTo((true, false)));
    }

    [Test]
    public void A_fact_that_knows_no_more_than_its_id_belongs_to_the_scope_of_its_id() =>
        Assert.That(FactAudits.Of([new JobEvent { Id = "acme~s@60000", Status = ExecutionStatus.Lost }]).Single().Scope, Is.EqualTo("acme"));
}
