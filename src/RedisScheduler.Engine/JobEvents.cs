using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;

namespace RedisScheduler.Engine;

/// <summary>Events with the full identity of their run, so that each can make the row that the others change.</summary>
internal static class JobEvents
{
    /// <summary>The event of an occurrence of a schedule.</summary>
    internal static JobEvent Of(DueSchedule schedule, long dueMs) => new()
    {
        Id = JobId.Occurrence(schedule.Key, dueMs),
        Status = ExecutionStatus.Queued,
        Scope = schedule.Spec.Scope,
        ScheduleId = schedule.Spec.ScheduleId,
        WorkflowId = schedule.Spec.WorkflowId,
        Producer = schedule.Spec.Producer,
        Trigger = ExecutionTrigger.Schedule,
        ScheduledMs = dueMs,
    };

    /// <summary>The event of an attempt that runs.</summary>
    internal static JobEvent Of(TakenJob job, long startedMs, string worker) => new()
    {
        Id = job.Id,
        Status = ExecutionStatus.Running,
        Attempt = job.Attempt,
        Token = job.Token,
        Scope = job.Spec.Scope,
        ScheduleId = job.Spec.ScheduleId,
        WorkflowId = job.Spec.WorkflowId,
        Producer = job.Spec.Producer,
        Trigger = job.Trigger,
        ScheduledMs = job.DueMs,
        EnqueuedMs = job.EnqueuedMs,
        StartedMs = startedMs,
        Worker = worker,
    };
}
