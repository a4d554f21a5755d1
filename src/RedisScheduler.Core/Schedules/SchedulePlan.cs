using RedisScheduler.Timing;

namespace RedisScheduler.Schedules;

/// <summary>What the Scheduler must know of a schedule to fire it and to compute its next due time.</summary>
/// <param name="Timing">When it is due.</param>
/// <param name="AnchorMs">What intervals count from.</param>
/// <param name="Misfire">What is done about missed occurrences.</param>
/// <param name="Overlap">What is done while a run is active.</param>
public sealed record SchedulePlan(ScheduleTiming Timing, long AnchorMs, MisfirePolicy Misfire, OverlapPolicy Overlap);
