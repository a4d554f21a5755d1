using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Engine.Firing;

/// <summary>
/// The due times of one schedule from the one that it waits for. That first one need not be among the occurrences of its timing: a schedule that runs immediately is due
/// when it is saved.
/// </summary>
internal sealed class DueTimes(DueSchedule schedule, Occurrences occurrences)
{
    /// <summary>How far cron occurrences are counted one by one; a longer run of misses is told as "at least" so many.</summary>
    internal const int CountLimit = 100_000;

    private static readonly long FirstWindowMs = (long)TimeSpan.FromMinutes(1).TotalMilliseconds;

    /// <summary>The due time that the schedule waits for.</summary>
    internal long First => schedule.DueMs;

    /// <summary>When a due time is fired: the time and its jitter.</summary>
    internal long FireAt(long dueMs) => occurrences.EffectiveAt(schedule.Key, dueMs);

    /// <summary>The due time after another; <c>null</c> where nothing is due any more.</summary>
    internal long? After(long dueMs) => dueMs < First ? First : occurrences.NextAfter(dueMs);

    /// <summary>
    /// The newest due times, at most <paramref name="most"/>, whose fire time is before a moment, oldest first. Looks back from the moment in growing steps, so that its cost
    /// follows what it finds and not how much was missed.
    /// </summary>
    internal List<long> NewestBefore(long moment, int most)
    {
        var upTo = moment - 1;
        if (upTo < First)
        {
            return [];
        }

        for (var window = FirstWindowMs; ; window *= 4)
        {
            var from = Math.Max(First, upTo - window);
            // One more than asked for: the newest may have a jitter that takes it past the moment.
            var found = new Queue<long>();
            if (from == First)
            {
                found.Enqueue(First);
            }

            foreach (var due in occurrences.Between(from, upTo))
            {
                found.Enqueue(due);
                if (found.Count > most + 1)
                {
                    found.Dequeue();
                }
            }

            if (found.Count > most || from == First)
            {
                return Passed(found, moment, most);
            }
        }
    }

    /// <summary>How many due times there are from one to another, both counted; the least that is certain where they are too many to count.</summary>
    internal (int Count, bool Exact) Count(long fromMs, long toMs)
    {
        if (schedule.Plan.Timing.Interval is { } interval && After(fromMs) is { } second && second <= toMs)
        {
            return ((int)Math.Min(int.MaxValue, 2 + ((toMs - second) / (long)interval.TotalMilliseconds)), true);
        }

        var count = 1;
        foreach (var _ in occurrences.Between(fromMs, toMs))
        {
            if (++count > CountLimit)
            {
                return (CountLimit, false);
            }
        }

        return (count, true);
    }

    private List<long> Passed(Queue<long> found, long moment, int most)
    {
        List<long> passed = [.. found];
        if (passed.Count > 0 && FireAt(passed[^1]) >= moment)
        {
            passed.RemoveAt(passed.Count - 1);
        }

        return passed.Count > most ? passed[^most..] : passed;
    }
}
