namespace RedisScheduler.Schedules;

/// <summary>What a schedule is doing.</summary>
public enum ScheduleStatus
{
    /// <summary>It has a next due time and will be fired then.</summary>
    Active,

    /// <summary>Somebody, or a rule, paused it, its workflow or its scope; it stays registered and is not due.</summary>
    Paused,

    /// <summary>It is not enabled, or its workflow is a draft or archived; it is not in Redis.</summary>
    Inactive,

    /// <summary>Its timing has no occurrence left; it never runs again unless its timing changes.</summary>
    Completed,
}

/// <summary>A definition and what has become of it.</summary>
/// <param name="Schedule">The definition.</param>
/// <param name="State">What has become of it.</param>
public sealed record ScheduleView(Schedule Schedule, ScheduleState State)
{
    /// <summary>The status at a moment: a pause with an end is over when its end has come.</summary>
    public ScheduleStatus StatusAt(DateTimeOffset now) =>
        !Schedule.Spec.Enabled || !Schedule.WorkflowRunnable ? ScheduleStatus.Inactive
        : State.Completed ? ScheduleStatus.Completed
        : Schedule.LongestPause?.Holds(now) == true ? ScheduleStatus.Paused
        : ScheduleStatus.Active;
}
