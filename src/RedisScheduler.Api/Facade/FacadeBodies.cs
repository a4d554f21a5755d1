using RedisScheduler.Executions;
using RedisScheduler.Schedules;

namespace RedisScheduler.Api.Facade;

/// <summary>A trigger to be registered.</summary>
internal sealed record RegisterBody
{
    /// <summary>The trigger, which is a schedule of this id.</summary>
    public required string TriggerId { get; init; }

    /// <summary>The workflow whose target it runs.</summary>
    public required string WorkflowId { get; init; }

    /// <summary>A cron expression of 5 or 6 fields.</summary>
    public required string CronExpression { get; init; }

    /// <summary>An IANA time zone; the workflow's by default.</summary>
    public string? Timezone { get; init; }

    /// <summary>true by default.</summary>
    public bool? Enabled { get; init; }
}

/// <summary>Names a trigger.</summary>
internal sealed record TriggerBody
{
    /// <summary>The trigger, which is a schedule of this id.</summary>
    public required string TriggerId { get; init; }
}

/// <summary>A trigger.</summary>
internal sealed record TriggerAnswer(
    string TriggerId, string? WorkflowId, string? CronExpression, string Timezone, bool Enabled, ScheduleStatus Status, DateTimeOffset? NextRunAt)
{
    public static TriggerAnswer Of(ScheduleView view, DateTimeOffset now)
    {
        var (schedule, timing) = (view.Schedule, view.Schedule.Spec.Timing);
        return new(schedule.Id, schedule.WorkflowId, timing.Cron, timing.TimeZone, schedule.Spec.Enabled, view.StatusAt(now), view.State.NextRunAt);
    }
}

/// <summary>The runs of a trigger, newest first, and what they add up to.</summary>
internal sealed record HistoryAnswer(IReadOnlyList<HistoryRun> Executions, HistoryStats Stats);

/// <summary>A run of a trigger.</summary>
internal sealed record HistoryRun(
    string TriggerId, string? WorkflowId, DateTimeOffset ScheduledAt, DateTimeOffset? ExecutedAt, ExecutionStatus Status, long? DurationMs, string? Error)
{
    public static HistoryRun Of(Execution run) =>
        new(run.ScheduleId, run.WorkflowId, run.ScheduledAt, run.StartedAt, run.Status, run.DurationMs, run.Error?.Message);
}

/// <summary>What the runs of a trigger add up to, as far back as the history is kept.</summary>
internal sealed record HistoryStats(long Total, double? SuccessRate, double? AvgDurationMs);
