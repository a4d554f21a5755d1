using RedisScheduler.Schedules;
using RedisScheduler.Workflows;

namespace RedisScheduler.Definitions;

/// <summary>A workflow as somebody asked for it: read, checked, and with what its producers take from it filled in.</summary>
public sealed record WorkflowDraft
{
    /// <summary>A name for people.</summary>
    public required string Name { get; init; }

    /// <summary>A text for people.</summary>
    public string? Description { get; init; }

    /// <summary>What it is to do.</summary>
    public required WorkflowStatus Status { get; init; }

    /// <summary>The target of its own, as JSON text.</summary>
    public string? Target { get; init; }

    /// <summary>The payload of its own, as JSON text.</summary>
    public string? Payload { get; init; }

    /// <summary>The zone of its own.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Free labels.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Its producers by name; <c>null</c> for the legacy form.</summary>
    public IReadOnlyDictionary<string, ScheduleSpec>? Producers { get; init; }

    /// <summary>The schedule of its own in the legacy form, where it has a <c>cron</c>.</summary>
    public ScheduleSpec? Own { get; init; }
}
