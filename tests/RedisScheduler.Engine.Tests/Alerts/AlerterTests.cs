using System.Text.Json;
using Moq;
using RedisScheduler.Alerts;
using RedisScheduler.Engine.Alerts;
using RedisScheduler.Engine.Tests.Events;
using RedisScheduler.Engine.Tests.Loops;
using RedisScheduler.Errors;
using RedisScheduler.Executions;
using RedisScheduler.Schedules;
using RedisScheduler.TestKit;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Tests.Alerts;

/// <summary>Who hears when a schedule does not run, or keeps failing; by a simulated clock.</summary>
public sealed class AlerterTests
{
    private static readonly TimeSpan AlertAfter = TimeSpan.FromMinutes(5);

    private readonly Mock<IDefinitionStore> definitions = new();
    private readonly List<Alerter> made = [];
    private readonly ListLogger<Alerter> log = new();
    private ManualTime time = null!;
    private FakeAlerts alerts = null!;
    private FakeEvents events = null!;
    private ScheduleView view = null!;

    [SetUp]
    public void Make()
    {
        time = new ManualTime(Samples.Start);
        (alerts, events) = (new FakeAlerts(), new FakeEvents(time));
        events.Subscriptions.AddRange([FakeEvents.To("all"), FakeEvents.To("alerts", topic: "alert"), FakeEvents.To("orders", topic: "orders")]);
        log.Lines.Clear();
        var schedule = Samples.Schedule() with { Name = "Nightly" };
        view = new ScheduleView(
            schedule with { Spec = schedule.Spec with { AlertAfter = AlertAfter, AlertAfterFailures = 3, Queue = "slow" } },
            new ScheduleState { NextRunAt = Samples.Start.AddMinutes(1), LastRunAt = Samples.Start, LastStatus = ExecutionStatus.Succeeded });
        definitions.Setup(sql => sql.FindScheduleAsync("default", "s", It.IsAny<CancellationToken>())).ReturnsAsync(() => view);
        // As SQL finds it: the due time that the history knows, and time.
        alerts.Causes = now => view.State.NextRunAt + AlertAfter <= now ? [new AlertCause(AlertKind.Overdue, view, view.State.NextRunAt!.Value.Ms())] : [];
    }

    [TearDown]
    public void Dispose()
    {
        made.ForEach(alerter => alerter.Wake.Dispose());
        made.Clear();
    }

    [Test]
    public async Task An_occurrence_that_has_not_started_in_time_is_told_once_to_each_subscription_however_many_look_and_however_often()
    {
        var (one, other) = (Alerter(), Alerter());
        await LiveAsync(AlertAfter + TimeSpan.FromMinutes(1) + Engine.Alerts.Alerter.Settling - TimeSpan.FromSeconds(1), one, other);
        Assert.That(events.Made, Is.Empty, "it is not overdue yet");

        await LiveAsync(TimeSpan.FromHours(2), one, other, Alerter());

        Assert.That(events.Made.Select(job => ((Targets.HttpTarget)job.Spec.Target).Url), Is.EqualTo(new[] { "http://all", "http://alerts" }));
        var payload = JsonDocument.Parse(events.Made[0].Spec.Payload!).RootElement;
        Assert.That((payload.GetProperty("topic").GetString(), payload.GetProperty("scheduleId").GetString(), payload.GetProperty("trigger").GetString()), Is.EqualTo(("alert", "s", "alert")));
        Assert.That(
            payload.GetProperty("payload").GetProperty("text").GetString(),
            Is.EqualTo("The schedule 'Nightly' (s) was due at 2026-01-01T00:01:00.000Z and has not started 5m after that: the run was not fired."));
        Assert.That(Logged("overdue"), Is.EqualTo(1));
        Assert.That(alerts.AllSent);
    }

    [Test]
    public async Task Each_occurrence_that_is_overdue_is_told_by_itself()
    {
        var alerter = Alerter();
        await LiveAsync(TimeSpan.FromMinutes(7), alerter);
        view = view with { State = view.State with { NextRunAt = Samples.Start.AddMinutes(30) } };
        await LiveAsync(TimeSpan.FromMinutes(60), alerter);

        Assert.That(alerts.All.Select(alert => alert.AtMs), Is.EqualTo(new[] { Samples.Start.AddMinutes(1).Ms(), Samples.Start.AddMinutes(30).Ms() }));
        Assert.That(events.Made, Has.Count.EqualTo(4));
    }

    [Test]
    public async Task Alerts_do_not_go_into_the_queue_of_the_schedule_which_may_be_what_they_are_about()
    {
        await LiveAsync(TimeSpan.FromMinutes(7), Alerter());
        Assert.That(events.Made.Select(job => (job.Spec.Queue, job.Spec.Priority, job.Trigger)), Has.All.EqualTo((QueueNames.Default, 0, ExecutionTrigger.Event)));
    }

    [Test]
    public async Task While_Redis_is_away_it_is_logged_at_once_and_told_when_Redis_is_back_and_told_once()
    {
        var (one, other) = (Alerter(), Alerter());
        events.Away = new StoreUnavailableException("redis");
        await LiveAsync(TimeSpan.FromMinutes(7), one, other);
        Assert.That((Logged("overdue"), events.Made.Count), Is.EqualTo((1, 0)));

        events.Away = null;
        await LiveAsync(Engine.Alerts.Alerter.Claim + TimeSpan.FromSeconds(4), one, other);
        Assert.That(events.Made, Has.Count.EqualTo(2));
        await LiveAsync(TimeSpan.FromHours(1), one, other);
        Assert.That((events.Made.Count, alerts.AllSent), Is.EqualTo((2, true)));
    }

    [Test]
    public async Task A_process_that_dies_between_sending_and_saying_so_is_followed_by_one_that_does_not_send_again()
    {
        alerts.DiesBeforeMark = new StoreUnavailableException("database");
        await LiveAsync(TimeSpan.FromMinutes(7), Alerter());
        events.EndAll();
        events.Record();
        await LiveAsync(TimeSpan.FromMinutes(7), Alerter());

        Assert.That((events.Made.Count, alerts.AllSent), Is.EqualTo((2, true)));
    }

    [Test]
    public async Task What_was_fired_and_is_not_recorded_yet_is_not_overdue()
    {
        var fired = new JobEvent { Id = "s@1", Status = ExecutionStatus.Queued, Scope = "default", ScheduleId = "s", SetsNextDue = true };
        events.Outbox.Add(fired);
        await LiveAsync(TimeSpan.FromMinutes(30), Alerter());
        Assert.That(alerts.All, Is.Empty, "the history is behind, the schedule is not");

        events.Outbox.Clear();
        alerts.Causes = _ => [new AlertCause(AlertKind.Overdue, view, Samples.Start.Ms(), "s@1", ExecutionStatus.Queued)];
        events.Outbox.Add(fired with { Status = ExecutionStatus.Running, SetsNextDue = false });
        await LiveAsync(TimeSpan.FromMinutes(1), Alerter());
        Assert.That(alerts.All, Is.Empty, "it runs");

        events.Outbox.Clear();
        await LiveAsync(TimeSpan.FromMinutes(1), Alerter());
        Assert.That(AlertText.Sentence(alerts.All.Single()), Does.EndWith("the run waits in the queue slow."));
    }

    [Test]
    public async Task A_row_of_failures_is_told_once_and_the_next_row_again()
    {
        Fails(Samples.Start, 3);
        var alerter = Alerter();
        await LiveAsync(TimeSpan.FromMinutes(1), alerter);
        Fails(Samples.Start, 4);
        await LiveAsync(TimeSpan.FromMinutes(1), alerter, Alerter());
        Assert.That(events.Made, Has.Count.EqualTo(2));
        Assert.That(AlertText.Sentence(alerts.All.Single()), Is.EqualTo("The schedule 'Nightly' (s) failed 3 times in a row, since 2026-01-01T00:00:00.000Z; the last error: boom"));

        Fails(Samples.Start.AddMinutes(5), 3);
        await LiveAsync(TimeSpan.FromMinutes(1), alerter);
        Assert.That((events.Made.Count, Logged("failing")), Is.EqualTo((4, 2)));
    }

    private int Logged(string what) => log.Lines.Count(line => line.StartsWith($"Warning: Alert in the scope default, {what}: ", StringComparison.Ordinal));

    private void Fails(DateTimeOffset since, int times)
    {
        var failing = view with { State = view.State with { FailuresInARow = times, FailingSince = since, LastError = "boom" } };
        alerts.Causes = _ => [new AlertCause(AlertKind.Failures, failing, since.Ms())];
    }

    private Alerter Alerter()
    {
        made.Add(new Alerter(alerts, definitions.Object, events.FanOut, events.OutboxSeam, time, log));
        return made[^1];
    }

    // As their loops drive them: a round every interval, and on after one that failed.
    private async Task LiveAsync(TimeSpan span, params Alerter[] alerters)
    {
        for (var until = time.GetUtcNow() + span; time.GetUtcNow() + Engine.Alerts.Alerter.Interval <= until;)
        {
            time.Advance(Engine.Alerts.Alerter.Interval);
            foreach (var alerter in alerters)
            {
                try
                {
                    await alerter.RunOnceAsync(default);
                }
                catch (StoreUnavailableException)
                {
                    Assert.That(events.Away is not null || alerts.DiesBeforeMark is null);
                }
            }
        }
    }
}
