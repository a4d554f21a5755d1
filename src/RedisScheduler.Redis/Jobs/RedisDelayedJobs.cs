using RedisScheduler.Jobs;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Redis.Format;
using RedisScheduler.Redis.Scripts;

namespace RedisScheduler.Redis.Jobs;

/// <summary>Delayed jobs: our sorted set in milliseconds decides; Hangfire's <c>schedule</c> shows.</summary>
internal sealed class RedisDelayedJobs(RedisConnection redis) : IDelayedJobs
{
    private const int MaxBatch = 1000;

    public async Task<Promotion> PromoteAsync(long nowMs, int limit, CancellationToken cancel)
    {
        var args = new ScriptArgs().Add(nowMs).Add(HangfireTime.Hour(nowMs)).Add(Math.Min(limit, MaxBatch));
        var reply = await redis.RunAsync(LuaScripts.Promote, args, cancel);
        return new Promotion((int)reply.Count(), reply.Number());
    }
}
