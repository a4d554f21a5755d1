using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Subscriptions;

namespace RedisScheduler.Engine.Events;

/// <summary>What a subscription gets of an event, as a job under the schedule that the event is of: with its queue, priority, time-out and retries, and a row of its own in the history.</summary>
internal static class Deliveries
{
    /// <summary>The delivery of an event, always the same one.</summary>
    internal static NewJob Of(ScheduleEvent what, Subscription subscription, JobSpec schedule, long dueMs, long nowMs) =>
        Make(
            JobId.Delivery(ScheduleKey.Of(schedule.Scope, schedule.ScheduleId), dueMs, what.Id, subscription.Id),
            subscription, schedule, what.ToJson(subscription.Id), dueMs, nowMs,
            $"event {what.Id} for the subscription {subscription.Id} ({subscription.Name})");

    /// <summary>The same payload once more, because somebody asked for it.</summary>
    internal static NewJob Again(Execution run, Subscription subscription, JobSpec schedule, long nowMs, string by) =>
        Make(
            JobId.Unique(ScheduleKey.Of(schedule.Scope, schedule.ScheduleId), nowMs),
            subscription, schedule, run.Payload!, nowMs, nowMs,
            $"retry of {run.Id} by {by}, for the subscription {subscription.Id} ({subscription.Name})");

    private static NewJob Make(string id, Subscription subscription, JobSpec schedule, string payload, long dueMs, long nowMs, string reason)
    {
        var spec = schedule with { Target = subscription.Target, Payload = payload };
        var queued = new JobEvent
        {
            Id = id,
            Status = ExecutionStatus.Queued,
            Scope = spec.Scope,
            ScheduleId = spec.ScheduleId,
            WorkflowId = spec.WorkflowId,
            Producer = spec.Producer,
            Trigger = ExecutionTrigger.Event,
            ScheduledMs = dueMs,
            EnqueuedMs = nowMs,
            Reason = reason,
            Payload = payload,
        };
        return new NewJob(id, ScheduleKey.Of(spec.Scope, spec.ScheduleId), spec, dueMs, ExecutionTrigger.Event, queued);
    }
}
