using RedisScheduler.Api.Http;
using RedisScheduler.Api.Schedules;
using RedisScheduler.Schedules;
using RedisScheduler.Workflows;

namespace RedisScheduler.Api.Workflows;

/// <summary>A workflow without its schedules, as lists show it.</summary>
internal record WorkflowSummary
{
    public required string Id { get; init; }
    public required string Scope { get; init; }
    public required string Name { get; init; }
    public required string? Description { get; init; }
    public required WorkflowStatus Status { get; init; }
    public required PauseAnswer? Pause { get; init; }
    public required string? TimeZone { get; init; }
    public required TargetBody? Target { get; init; }
    public required RawJson? Payload { get; init; }
    public required IReadOnlyList<string> Tags { get; init; }
    public required long Revision { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    public static WorkflowSummary Of(Workflow workflow, DateTimeOffset now) =>
        new()
        {
            Id = workflow.Id,
            Scope = workflow.Scope,
            Name = workflow.Name,
            Description = workflow.Description,
            Status = StatusAt(workflow, now),
            Pause = PauseAnswer.Of(workflow.Pause, now),
            TimeZone = workflow.TimeZone,
            Target = TargetOf(workflow),
            Payload = RawJson.Of(workflow.Payload),
            Tags = workflow.Tags,
            Revision = workflow.Revision,
            CreatedAt = workflow.CreatedAt,
            UpdatedAt = workflow.UpdatedAt,
        };

    /// <summary>A pause with an end is over when its end has come.</summary>
    private static WorkflowStatus StatusAt(Workflow workflow, DateTimeOffset now) =>
        workflow.Status == WorkflowStatus.Paused && workflow.Pause?.Holds(now) != true ? WorkflowStatus.Active : workflow.Status;

    private static TargetBody? TargetOf(Workflow workflow) =>
        workflow.Target is { } json ? TargetBody.Of(Definitions.TargetReader.Parse(json)) : null;
}

/// <summary>A workflow with its schedules.</summary>
internal sealed record WorkflowAnswer
{
    public required string Id { get; init; }
    public required string Scope { get; init; }
    public required string Name { get; init; }
    public required string? Description { get; init; }
    public required WorkflowStatus Status { get; init; }
    public required PauseAnswer? Pause { get; init; }
    public required string? Cron { get; init; }
    public required string? TimeZone { get; init; }
    public required TargetBody? Target { get; init; }
    public required RawJson? Payload { get; init; }

    /// <summary>The producers in the form in which they may be saved again; null in the legacy form.</summary>
    public required HandlerConfigBody? HandlerConfig { get; init; }
    public required IReadOnlyList<string> Tags { get; init; }
    public required IReadOnlyList<ScheduleAnswer> Schedules { get; init; }
    public required SyncState Sync { get; init; }
    public required long Revision { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    public static WorkflowAnswer Of(WorkflowBundle bundle, DateTimeOffset now)
    {
        var summary = WorkflowSummary.Of(bundle.Workflow, now);
        var owned = bundle.Schedules.Select(view => view.Schedule).Where(schedule => schedule.OwnedByWorkflow).ToArray();
        var legacy = Array.Find(owned, schedule => schedule.Producer is null);
        var schedules = bundle.Schedules.Select(view => ScheduleAnswer.Of(view, now)).ToArray();
        return new WorkflowAnswer
        {
            Id = summary.Id,
            Scope = summary.Scope,
            Name = summary.Name,
            Description = summary.Description,
            Status = summary.Status,
            Pause = summary.Pause,
            Cron = legacy?.Spec.Timing.Cron,
            TimeZone = summary.TimeZone,
            Target = summary.Target,
            Payload = summary.Payload,
            HandlerConfig = Config(owned),
            Tags = summary.Tags,
            Schedules = schedules,
            Sync = Array.TrueForAll(schedules, schedule => schedule.Sync == SyncState.Applied) ? SyncState.Applied : SyncState.Pending,
            Revision = summary.Revision,
            CreatedAt = summary.CreatedAt,
            UpdatedAt = summary.UpdatedAt,
        };
    }

    private static HandlerConfigBody? Config(Schedule[] owned)
    {
        var producers = owned.Where(schedule => schedule.Producer is not null).ToDictionary(schedule => schedule.Producer!, schedule => ProducerBody.Of(schedule.Spec));
        return producers.Count == 0 ? null : new HandlerConfigBody(producers);
    }
}
