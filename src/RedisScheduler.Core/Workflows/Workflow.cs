using RedisScheduler.Schedules;

namespace RedisScheduler.Workflows;

/// <summary>Producers saved together. In the legacy form it has one timing of its own instead of producers; both are kept as its schedules, and nowhere else.</summary>
public sealed record Workflow
{
    /// <summary>The tenant.</summary>
    public required string Scope { get; init; }

    /// <summary>Unique in its scope.</summary>
    public required string Id { get; init; }

    /// <summary>A name for people.</summary>
    public required string Name { get; init; }

    /// <summary>A text for people.</summary>
    public string? Description { get; init; }

    /// <summary>What it is doing.</summary>
    public required WorkflowStatus Status { get; init; }

    /// <summary>Why it is paused; <c>null</c> unless it is.</summary>
    public Pause? Pause { get; init; }

    /// <summary>The target of its own: of the legacy schedule and of triggers registered for it, and of producers that name none. As JSON text.</summary>
    public string? Target { get; init; }

    /// <summary>The payload of its own, as JSON text.</summary>
    public string? Payload { get; init; }

    /// <summary>The zone of its own: of the legacy schedule, and of producers that name none.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Free labels.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Grows with every change; 0 asks the store for a new one.</summary>
    public long Revision { get; init; }

    /// <summary>When it was first saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>What a workflow is doing.</summary>
public enum WorkflowStatus
{
    /// <summary>Not finished; its schedules are inactive.</summary>
    Draft,

    /// <summary>Its schedules run.</summary>
    Active,

    /// <summary>Its schedules are paused.</summary>
    Paused,

    /// <summary>Over; its schedules are inactive, its history stays.</summary>
    Archived,
}

/// <summary>A workflow and all schedules that name it.</summary>
/// <param name="Workflow">The workflow.</param>
/// <param name="Schedules">Its schedules with what has become of them, by id.</param>
public sealed record WorkflowBundle(Workflow Workflow, IReadOnlyList<ScheduleView> Schedules);
