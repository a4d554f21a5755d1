using RedisScheduler.Alerts;
using RedisScheduler.Executions;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Tests.History;
using RedisScheduler.Workflows;
using static RedisScheduler.Storage.Tests.History.Facts;

namespace RedisScheduler.Storage.Tests.Alerts;

/// <summary>What calls for an alert, as SQL alone tells it.</summary>
public sealed class AlertStoreTests(string databaseName) : HistoryFixture(databaseName)
{
    private const long Minute = 60_000;

    private IAlertStore Store => Get<IAlertStore>();

    [SetUp]
    public Task WatchAsync() => ChangeAsync(spec => spec with { AlertAfter = TimeSpan.FromMinutes(10), AlertAfterFailures = 2 });

    [Test]
    public async Task A_due_time_that_nobody_has_heard_of_is_overdue_when_the_time_allowed_has_passed()
    {
        Assert.That(await FindAsync(Due + (10 * Minute) - 1), Is.Empty);

        var cause = (await FindAsync(Due + (10 * Minute))).Single();
        Assert.That((cause.Kind, cause.View.Schedule.Id, cause.AtMs, cause.Run), Is.EqualTo((AlertKind.Overdue, ScheduleId, Due, (string?)null)));
        Assert.That(await Store.OverdueAsync(Scopes.Default, At(Due + (10 * Minute)), 10, None), Has.Count.EqualTo(1));
        Assert.That(await Store.OverdueAsync("acme", At(Due + (10 * Minute)), 10, None), Is.Empty);
    }

    [Test]
    public async Task Jitter_is_waited_for_and_who_has_no_rule_is_never_overdue()
    {
        await ChangeAsync(spec => spec with { Timing = spec.Timing with { Jitter = TimeSpan.FromMinutes(5) } });
        Assert.That(await FindAsync(Due + (15 * Minute) - 1), Is.Empty);
        Assert.That(await FindAsync(Due + (15 * Minute)), Has.Count.EqualTo(1));

        await ChangeAsync(spec => spec with { AlertAfter = null });
        Assert.That(await FindAsync(Due + (1000 * Minute)), Is.Empty);
    }

    [Test]
    public async Task What_is_paused_or_disabled_is_not_overdue()
    {
        var later = Due + (60 * Minute);
        await ChangeAsync(spec => spec, new Pause(null, null, At(Due), "me"));
        Assert.That(await FindAsync(later), Is.Empty);
        await ChangeAsync(spec => spec, new Pause(null, At(Due + Minute), At(Due), "me"));
        Assert.That(await FindAsync(later), Has.Count.EqualTo(1), "the pause is over");
        await ChangeAsync(spec => spec with { Enabled = false });
        Assert.That(await FindAsync(later), Is.Empty);
    }

    [Test]
    public async Task A_run_that_waits_is_overdue_until_it_starts()
    {
        await ApplyAsync(Fired());
        var cause = (await FindAsync(Due + (10 * Minute))).Single();
        Assert.That((cause.AtMs, cause.Run, cause.Status), Is.EqualTo((Due, Id(), ExecutionStatus.Queued)));
        Assert.That(await Store.OverdueAsync(Scopes.Default, At(Due + (10 * Minute)), 10, None), Has.Count.EqualTo(1));

        await ApplyAsync(Started());
        Assert.That(await FindAsync(Due + (10 * Minute)), Is.Empty);
    }

    [Test]
    public async Task An_occurrence_that_was_missed_is_overdue_and_one_that_was_skipped_is_not()
    {
        await ApplyAsync(Fired() with { Status = ExecutionStatus.Skipped, Reason = "overlap: x" });
        Assert.That(await FindAsync(Due + (10 * Minute)), Is.Empty);

        await ApplyAsync(Fired(Due + 3_600_000, Due + 7_200_000) with { Status = ExecutionStatus.Missed, Reason = "misfire: late by 2h" });
        var cause = (await FindAsync(Due + (75 * Minute))).Single();
        Assert.That((cause.AtMs, cause.Status, cause.Reason), Is.EqualTo((Due + 3_600_000, ExecutionStatus.Missed, "misfire: late by 2h")));
        await ChangeAsync(spec => spec, at: Due + (74 * Minute));
        Assert.That(await FindAsync(Due + (75 * Minute)), Is.Empty, "what was missed before the schedule was changed is old news");
    }

    [Test]
    public async Task Runs_that_fail_call_for_an_alert_when_they_are_enough_and_once_for_each_row_of_them()
    {
        await ApplyAsync(Fired(next: Due + (1000 * Minute)), Ended(ExecutionStatus.Failed));
        Assert.That(await FindAsync(Due + (30 * Minute)), Is.Empty);

        await ApplyAsync(Ended(ExecutionStatus.TimedOut, due: Due + Minute));
        var cause = (await FindAsync(Due + (30 * Minute))).Single();
        Assert.That((cause.Kind, cause.AtMs, cause.View.State.FailuresInARow), Is.EqualTo((AlertKind.Failures, StartOf(Due, 1) + 200, 2)));

        await Store.RaiseAsync([Of(cause)], None);
        await ApplyAsync(Ended(ExecutionStatus.Failed, due: Due + (2 * Minute)));
        Assert.That(await FindAsync(Due + (30 * Minute)), Is.Empty, "it is the same row of failures");

        await ApplyAsync(Ended(due: Due + (3 * Minute)), Ended(ExecutionStatus.Failed, due: Due + (4 * Minute)), Ended(ExecutionStatus.Failed, due: Due + (5 * Minute)));
        Assert.That((await FindAsync(Due + (30 * Minute))).Single().AtMs, Is.EqualTo(StartOf(Due + (4 * Minute), 1) + 200));
    }

    [Test]
    public async Task An_alert_is_raised_once_however_many_raise_it_and_sent_by_one_at_a_time()
    {
        var alert = Of((await FindAsync(Due + (10 * Minute))).Single());
        var raised = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Store.RaiseAsync([alert], None)));
        Assert.That(raised.Sum(each => each.Count), Is.EqualTo(1));
        Assert.That(await FindAsync(Due + (10 * Minute)), Is.Empty);

        var now = At(Due + (11 * Minute));
        var claimed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ClaimAsync(now)));
        Assert.That(claimed.SelectMany(each => each), Is.EqualTo(new[] { alert }));
        Assert.That(await ClaimAsync(now.AddSeconds(29)), Is.Empty);
        Assert.That(await ClaimAsync(now.AddSeconds(30)), Is.EqualTo(new[] { alert with { SentBefore = true } }));
        await Store.MarkSentAsync(alert, now, None);
        Assert.That(await ClaimAsync(now.AddHours(1)), Is.Empty);

        Assert.That(await Store.DeleteBeforeAsync(At(alert.RaisedMs), 100, None), Is.Zero);
        Assert.That(await Store.DeleteBeforeAsync(At(alert.RaisedMs + 1), 100, None), Is.EqualTo(1));
    }

    private async Task<IReadOnlyList<AlertCause>> FindAsync(long nowMs) => [.. (await Store.FindAsync(At(nowMs), 100, None)).Where(cause => cause.View.Schedule.Id == ScheduleId)];

    private async Task<IReadOnlyList<Alert>> ClaimAsync(DateTimeOffset now) => await Store.ClaimAsync(now, TimeSpan.FromSeconds(30), 10, None);

    private static Alert Of(AlertCause cause) => new(cause.Kind, cause.View.Schedule.Scope, cause.View.Schedule.Id, cause.AtMs, Due + 5, """{"text":"x"}""");

    private async Task ChangeAsync(Func<ScheduleSpec, ScheduleSpec> change, Pause? pause = null, long? at = null) =>
        await Definitions.ChangeScheduleAsync(
            Scopes.Default,
            ScheduleId,
            before => before! with
            {
                Schedule = before.Schedule with { Revision = 0, Pause = pause, Spec = change(before.Schedule.Spec), UpdatedAt = at is { } ms ? At(ms) : before.Schedule.UpdatedAt },
            },
            None);

    private static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
