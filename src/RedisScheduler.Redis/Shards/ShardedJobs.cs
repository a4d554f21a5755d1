using RedisScheduler.Jobs;
using RedisScheduler.Shards;

namespace RedisScheduler.Redis.Shards;

/// <summary>Jobs by their schedules: each goes into, and is cancelled in, the shard that its schedule belongs to.</summary>
internal sealed class ShardedJobs(IReadOnlyList<Shard> shards, ShardMap map) : IJobIntake, IJobControl
{
    public Task<IReadOnlyList<EnqueueResult>> EnqueueAsync(IReadOnlyList<NewJob> jobs, long nowMs, CancellationToken cancel) =>
        Split.AskAsync(jobs, job => map.OfSchedule(job.ScheduleKey), (shard, part) => shards[shard].Jobs.EnqueueAsync(part, nowMs, cancel));

    public async Task<CancelResult> CancelAsync(string id, string reason, long nowMs, CancellationToken cancel)
    {
        if (map.OfJob(id) is { } known)
            return await shards[known].Control.CancelAsync(id, reason, nowMs, cancel);
        foreach (var shard in shards)
        {
            if (await shard.Control.CancelAsync(id, reason, nowMs, cancel) is var result and not CancelResult.NotActive)
                return result;
        }

        return CancelResult.NotActive;
    }

    public async Task<int> ForgetFailedAsync(long beforeMs, int keep, int limit, CancellationToken cancel)
    {
        var each = (keep + shards.Count - 1) / shards.Count;
        var forgotten = 0;
        foreach (var shard in shards)
            forgotten += await shard.Control.ForgetFailedAsync(beforeMs, each, limit - forgotten, cancel);
        return forgotten;
    }
}
