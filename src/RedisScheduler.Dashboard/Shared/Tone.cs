using RedisScheduler.Executions;
using RedisScheduler.Schedules;

namespace RedisScheduler.Dashboard.Shared;

/// <summary>The few colours that mean something; the style sheet has a class of each name.</summary>
public enum Tone
{
    /// <summary>Nothing to notice.</summary>
    Idle,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Under way.</summary>
    Busy,

    /// <summary>Worth a look.</summary>
    Warn,

    /// <summary>Went wrong.</summary>
    Bad,
}

internal static class Tones
{
    public static string Css(this Tone tone) => tone switch
    {
        Tone.Good => "good",
        Tone.Busy => "busy",
        Tone.Warn => "warn",
        Tone.Bad => "bad",
        _ => "idle",
    };

    public static Tone Of(ExecutionStatus status) => status switch
    {
        ExecutionStatus.Succeeded => Tone.Good,
        ExecutionStatus.Running => Tone.Busy,
        ExecutionStatus.Retrying => Tone.Warn,
        ExecutionStatus.Failed or ExecutionStatus.TimedOut or ExecutionStatus.Lost => Tone.Bad,
        ExecutionStatus.Missed => Tone.Warn,
        _ => Tone.Idle,
    };

    public static Tone Of(ScheduleStatus status) => status switch
    {
        ScheduleStatus.Active => Tone.Good,
        ScheduleStatus.Paused => Tone.Warn,
        _ => Tone.Idle,
    };
}
