using RedisScheduler.Schedules;
using RedisScheduler.Targets;

namespace RedisScheduler.Jobs;

/// <summary>What a job carries with it: all that a worker needs to run it, as it was when the job was made. Later changes of the schedule do not reach it.</summary>
public sealed record JobSpec
{
    /// <summary>The tenant.</summary>
    public required string Scope { get; init; }

    /// <summary>The schedule's id in its scope.</summary>
    public required string ScheduleId { get; init; }

    /// <summary>The workflow, if any.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>The producer, if any.</summary>
    public string? Producer { get; init; }

    /// <summary>What to do.</summary>
    public required Target Target { get; init; }

    /// <summary>The payload as JSON text; <c>null</c> when there is none.</summary>
    public string? Payload { get; init; }

    /// <summary>The queue.</summary>
    public string Queue { get; init; } = QueueNames.Default;

    /// <summary>0 to 9, 0 first.</summary>
    public int Priority { get; init; } = QueueNames.DefaultPriority;

    /// <summary>How long one attempt may run.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How failed attempts are tried again.</summary>
    public RetryPolicy Retry { get; init; } = new();
}
