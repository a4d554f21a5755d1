using System.Collections.Concurrent;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Engine.Firing;

/// <summary>Compiled timings. Emptied when it grows too large, because what is in use is soon back.</summary>
internal sealed class OccurrenceCache(int capacity = 50_000)
{
    private readonly ConcurrentDictionary<(ScheduleTiming Timing, long AnchorMs), Occurrences> compiled = new();

    /// <summary>The due times of a plan.</summary>
    /// <exception cref="TimingException">The timing is not valid.</exception>
    internal Occurrences Of(SchedulePlan plan)
    {
        // Only intervals count from the anchor; crons of one text share one entry.
        var key = (plan.Timing, plan.Timing.Interval is null ? 0 : plan.AnchorMs);
        if (compiled.TryGetValue(key, out var found))
        {
            return found;
        }

        if (compiled.Count >= capacity)
        {
            compiled.Clear();
        }

        return compiled[key] = Occurrences.Of(plan.Timing, key.Item2);
    }
}
