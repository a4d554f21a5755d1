using RedisScheduler.Jobs;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Redis.Format;
using RedisScheduler.Redis.Scripts;

namespace RedisScheduler.Redis.Jobs;

/// <summary>The queues as a whole.</summary>
internal sealed class RedisQueues(RedisConnection redis) : IQueues
{
    public async Task<IReadOnlyList<QueueInfo>> ListAsync(long nowMs, CancellationToken cancel)
    {
        var reply = await redis.RunAsync(LuaScripts.Queues, new ScriptArgs(), cancel);
        List<QueueInfo> queues = new(reply.Left / 5);
        while (!reply.AtEnd)
        {
            var (name, depth, running, paused, queued) = (reply.Word(), reply.Count(), reply.Count(), reply.Count() == 1, reply.Bytes());
            queues.Add(new QueueInfo(name, depth, running, paused, queued.Length == 0 ? null : Math.Max(0, nowMs - HangfireTime.Read(queued))));
        }
        queues.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return queues;
    }

    public Task SetPausedAsync(string queue, bool paused, CancellationToken cancel) =>
        redis.RunAsync(LuaScripts.PauseQueue, new ScriptArgs().Add(queue).Add(paused ? "1" : "0"), cancel);
}
