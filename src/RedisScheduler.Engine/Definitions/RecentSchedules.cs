using System.Collections.Concurrent;
using RedisScheduler.Schedules;

namespace RedisScheduler.Engine.Definitions;

/// <summary>
/// Definitions that were run by hand lately, so that the next run of one needs no SQL. What is remembered may be old: whoever uses it has Redis check its revision. Emptied when it
/// grows too large, because what is in use is soon back.
/// </summary>
internal sealed class RecentSchedules(int capacity = 10_000)
{
    private readonly ConcurrentDictionary<(string Scope, string Id), Schedule> schedules = new();

    internal Schedule? Find(string scope, string id) => schedules.GetValueOrDefault((scope, id));

    internal void Remember(Schedule schedule)
    {
        if (schedules.Count >= capacity)
        {
            schedules.Clear();
        }

        schedules[(schedule.Scope, schedule.Id)] = schedule;
    }

    internal void Forget(string scope, string id) => schedules.TryRemove((scope, id), out _);
}
