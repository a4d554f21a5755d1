using System.Text.Json.Nodes;
using RedisScheduler.Changes;
using RedisScheduler.Definitions;
using RedisScheduler.Executions;

namespace RedisScheduler.Api.Events;

/// <summary>One server-sent event.</summary>
/// <param name="Event">Its kind: <c>execution</c>, <c>schedule</c>, <c>schedule-deleted</c>, or <c>more</c>, which says that some were left out.</param>
/// <param name="Data">JSON in one line.</param>
internal sealed record Change(string Event, string Data)
{
    /// <summary>What a listener that comes back says in <c>Last-Event-ID</c>.</summary>
    public string Id { get; init; } = "";

    /// <summary>Says that more has changed than is told.</summary>
    public static Change More { get; } = new("more", "{}");

    public static Change Of(RunChange run) => new("execution", new JsonObject
    {
        ["id"] = run.Id,
        ["scheduleId"] = run.ScheduleId,
        ["workflowId"] = run.WorkflowId,
        ["trigger"] = Words.Of(run.Trigger),
        ["status"] = Words.Of(run.Status),
        ["attempts"] = run.Attempts,
        ["scheduledAt"] = TimeText.Format(run.ScheduledAt),
        ["startedAt"] = run.StartedAt is { } started ? TimeText.Format(started) : null,
        ["finishedAt"] = run.FinishedAt is { } finished ? TimeText.Format(finished) : null,
    }.ToJsonString());

    public static Change Of(ScheduleChanged schedule) =>
        new(schedule.IsDeleted ? "schedule-deleted" : "schedule", new JsonObject { ["id"] = schedule.Id, ["revision"] = schedule.Revision }.ToJsonString());

    /// <summary>As it goes over the wire.</summary>
    public override string ToString() => $"id: {Id}\nevent: {Event}\ndata: {Data}\n\n";
}

/// <summary>Where runs stand.</summary>
internal static class RunChanges
{
    public static bool HasEnded(this RunChange run) => run.Status is not (ExecutionStatus.Queued or ExecutionStatus.Running or ExecutionStatus.Retrying);
}
