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
        var key = (plan.Timing, CountsFromAnchor(plan.Timing) ? plan.AnchorMs : 0);
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

    // Crons of one text share one entry, but for @every, which is an interval.
    private static bool CountsFromAnchor(ScheduleTiming timing) => timing.Cron?.Contains("@every", StringComparison.OrdinalIgnoreCase) ?? true;
}
