using RedisScheduler.Schedules;

namespace RedisScheduler.Engine.Firing;

/// <summary>Schedules of one fire time, which are fired together: so much earlier as it takes to fire them, where that is allowed.</summary>
/// <param name="fireMs">The fire time, unix milliseconds.</param>
/// <param name="early">Whether they may be fired before it.</param>
internal sealed class DueGroup(long fireMs, bool early)
{
    /// <summary>The longest time before the fire time. What changes in a schedule after it was fired changes nothing in that run.</summary>
    internal static readonly TimeSpan LongestLead = TimeSpan.FromMilliseconds(500);

    /// <summary>How much before the fire time one schedule is fired: a call, with something to spare.</summary>
    internal static readonly TimeSpan Call = TimeSpan.FromMilliseconds(5);

    /// <summary>How much each schedule adds to that: what Redis needs for one on a slow machine.</summary>
    internal static readonly TimeSpan Each = TimeSpan.FromMicroseconds(50);

    private readonly List<DueSchedule> schedules = [];

    /// <summary>The fire time, unix milliseconds, and whether they may be fired before it.</summary>
    internal (long FireMs, bool Early) Key => (fireMs, early);

    /// <summary>How many there are.</summary>
    internal int Count => schedules.Count;

    /// <summary>When firing them begins, unix milliseconds; the earlier, the more there are.</summary>
    internal long BeginMs => fireMs - LeadMs;

    /// <summary>Whether they are on their way.</summary>
    internal bool IsTaken { get; private set; }

    private long LeadMs => early ? (long)Math.Min((Call + (Each * schedules.Count)).TotalMilliseconds, LongestLead.TotalMilliseconds) : 0;

    /// <summary>Adds one of the same fire time.</summary>
    internal void Add(DueSchedule schedule) => schedules.Add(schedule);

    /// <summary>Takes all; once.</summary>
    internal List<DueSchedule> Take()
    {
        IsTaken = true;
        return schedules;
    }
}
