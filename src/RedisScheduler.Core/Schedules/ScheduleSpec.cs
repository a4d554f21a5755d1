using RedisScheduler.Targets;
using RedisScheduler.Timing;

namespace RedisScheduler.Schedules;

/// <summary>What a user says of one producer: when it is due, what it does then, and by which policies. Immutable; validated before it is made.</summary>
public sealed record ScheduleSpec
{
    /// <summary>When the schedule is due.</summary>
    public required ScheduleTiming Timing { get; init; }

    /// <summary>What its jobs do.</summary>
    public required Target Target { get; init; }

    /// <summary>The payload as JSON text, byte for byte as it was given (at most 256 KiB); <c>null</c> when there is none.</summary>
    public string? Payload { get; init; }

    /// <summary>The queue that its jobs go to.</summary>
    public string Queue { get; init; } = QueueNames.Default;

    /// <summary>0 to 9; jobs of 0 are taken first. Default 5.</summary>
    public int Priority { get; init; } = QueueNames.DefaultPriority;

    /// <summary>How long one attempt may run before it is stopped as timed out. Default 5 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often and how soon a failed attempt is tried again.</summary>
    public RetryPolicy Retry { get; init; } = new();

    /// <summary>What happens to an occurrence that comes due while a run of the same schedule is active. Default <see cref="OverlapPolicy.Skip"/>, as in Temporal.</summary>
    public OverlapPolicy Overlap { get; init; } = OverlapPolicy.Skip;

    /// <summary>What happens to occurrences that were missed while nothing fired.</summary>
    public MisfirePolicy Misfire { get; init; } = new();

    /// <summary>After how many failed runs in a row the schedule is paused, 1 to 1,000; <c>null</c> for never. What failed after its last attempt counts, not each attempt.</summary>
    public int? PauseOnFailure { get; init; }

    /// <summary>How long after its due time (and its jitter) an occurrence may not have started before an alert is sent; <c>null</c> for never.</summary>
    public TimeSpan? AlertAfter { get; init; }

    /// <summary>After how many failed runs in a row an alert is sent, 1 to 1,000; <c>null</c> for never.</summary>
    public int? AlertAfterFailures { get; init; }

    /// <summary>Free labels, for filters.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>A schedule that is not enabled is kept and never due.</summary>
    public bool Enabled { get; init; } = true;
}
