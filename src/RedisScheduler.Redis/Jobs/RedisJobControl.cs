using RedisScheduler.Jobs;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Redis.Format;
using RedisScheduler.Redis.Scripts;

namespace RedisScheduler.Redis.Jobs;

/// <summary>Cancels jobs, and forgets failed ones.</summary>
internal sealed class RedisJobControl(RedisConnection redis) : IJobControl
{
    private const int MaxBatch = 2000;

    public async Task<CancelResult> CancelAsync(string id, string reason, long nowMs, CancellationToken cancel)
    {
        var args = new ScriptArgs().Add(id).Add(RedisJson.Quote(reason)).Add(nowMs).Add(HangfireTime.Hour(nowMs));
        var reply = await redis.RunAsync(LuaScripts.Cancel, args, cancel);
        return reply.Word() switch
        {
            "cancelled" => CancelResult.Cancelled,
            "requested" => CancelResult.Requested,
            _ => CancelResult.NotActive,
        };
    }

    public async Task<int> ForgetFailedAsync(long beforeMs, int keep, int limit, CancellationToken cancel)
    {
        var args = new ScriptArgs().Add(beforeMs / 1000).Add(keep).Add(Math.Min(limit, MaxBatch));
        return (int)(await redis.RunAsync(LuaScripts.ForgetFailed, args, cancel)).Count();
    }
}
