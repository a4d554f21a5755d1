using Microsoft.Extensions.Logging;
using RedisScheduler.Alerts;
using RedisScheduler.Definitions;
using RedisScheduler.Engine.Events;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Errors;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Subscriptions;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Alerts;

/// <summary>
/// Finds occurrences that have not started in time and schedules that keep failing, logs them at once, and tells their subscriptions. It decides by SQL and time alone, so that a
/// Redis that is away hides nothing; what is to be sent waits in SQL until Redis is back. Any number of processes may do it: an alert is a row of which there can be one only, and
/// who sends it has claimed it.
/// </summary>
internal sealed class Alerter(
    IAlertStore alerts, IDefinitionStore definitions, FanOut fanOut, IOutboxReader outbox, TimeProvider time, ILogger<Alerter> log) : IService
{
    /// <summary>The wait between two looks.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>How long the history may take to know what has happened: the start of a run is told to Redis within a second, and recorded soon after.</summary>
    internal static readonly TimeSpan Settling = TimeSpan.FromSeconds(3);

    /// <summary>How long the sending of an alert is left to who claimed it.</summary>
    internal static readonly TimeSpan Claim = TimeSpan.FromSeconds(30);

    private const int Batch = 100;

    // An alert waits for nobody, and is worth more tries than a usual run.
    private const int Attempts = 10;

    /// <inheritdoc/>
    public string Name => nameof(Alerter);

    /// <inheritdoc/>
    public WakeUp Wake { get; } = new(time);

    /// <inheritdoc/>
    public async Task<Round> RunOnceAsync(CancellationToken cancel)
    {
        var raised = await RaiseAsync(cancel);
        var claimed = await alerts.ClaimAsync(time.GetUtcNow(), Claim, Batch, cancel);
        foreach (var alert in claimed)
        {
            await SendAsync(alert, cancel);
        }

        return new Round(raised + claimed.Count, claimed.Count == Batch ? TimeSpan.Zero : Interval);
    }

    private async Task<int> RaiseAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow() - Settling;
        if ((await alerts.FindAsync(now, Batch, cancel)).Count == 0)
        {
            return 0;
        }

        // What Redis holds may tell otherwise; it has to be read before the history is, so that nothing slips through between the two.
        var unrecorded = await UnrecordedAsync(cancel);
        var causes = await alerts.FindAsync(now, Batch, cancel);
        var raised = await alerts.RaiseAsync([.. causes.Where(cause => Stands(cause, unrecorded)).Select(cause => AlertText.Of(cause, time.GetUtcNow()))], cancel);
        foreach (var alert in raised)
        {
            Log(alert);
        }

        return raised.Count;
    }

    private async Task<Unrecorded> UnrecordedAsync(CancellationToken cancel)
    {
        try
        {
            return await Unrecorded.ReadAsync(outbox, cancel);
        }
        catch (StoreUnavailableException)
        {
            return Unrecorded.Nothing;
        }
    }

    private static bool Stands(AlertCause cause, Unrecorded unrecorded) =>
        cause.Kind == AlertKind.Failures
        || (unrecorded.IsComplete
            && (cause.Run is { } run ? !unrecorded.HasRun(run) : !unrecorded.HasDueTimeOf(cause.View.Schedule.Scope, cause.View.Schedule.Id)));

    private async Task SendAsync(Alert alert, CancellationToken cancel)
    {
        if (await definitions.FindScheduleAsync(alert.Scope, alert.ScheduleId, cancel) is { } view)
        {
            var sent = await fanOut.SendAsync(EventOf(alert, view.Schedule), JobOf(view.Schedule), alert.RaisedMs, again: alert.SentBefore, cancel);
            log.AlertSent(EventId(alert), sent.Count);
        }

        await alerts.MarkSentAsync(alert, time.GetUtcNow(), cancel);
    }

    private static ScheduleEvent EventOf(Alert alert, Schedule schedule) => new()
    {
        Id = EventId(alert),
        Topic = ScheduleEvent.AlertTopic,
        ScheduleId = schedule.Id,
        Name = schedule.Name,
        WorkflowId = schedule.WorkflowId,
        Producer = schedule.Producer,
        Tags = schedule.Spec.Tags,
        ScheduledMs = alert.AtMs,
        Trigger = ScheduleEvent.AlertTopic,
        Payload = alert.Detail,
    };

    // Not in the schedule's own queue: that it is paused, or served by nobody, may be what the alert is about.
    private static JobSpec JobOf(Schedule schedule) => new()
    {
        Scope = schedule.Scope,
        ScheduleId = schedule.Id,
        WorkflowId = schedule.WorkflowId,
        Producer = schedule.Producer,
        Target = schedule.Spec.Target,
        Priority = 0,
        Retry = new RetryPolicy { MaxAttempts = Attempts },
    };

    private static string EventId(Alert alert) => $"{ScheduleKey.Of(alert.Scope, alert.ScheduleId)}@{alert.AtMs}-{ScheduleEvent.AlertTopic}-{Words.Of(alert.Kind)}";

    private void Log(Alert alert)
    {
        if (alert.Kind == AlertKind.Overdue)
        {
            log.Overdue(alert.Scope, AlertText.Sentence(alert));
        }
        else
        {
            log.KeepsFailing(alert.Scope, AlertText.Sentence(alert));
        }
    }
}
