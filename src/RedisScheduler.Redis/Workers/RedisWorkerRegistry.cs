using RedisScheduler.Redis.Adapter;
using RedisScheduler.Redis.Scripts;
using RedisScheduler.Workers;

namespace RedisScheduler.Redis.Workers;

/// <summary>Workers as Hangfire's servers. One that was silent for five minutes is taken off, as Hangfire's watchdog does.</summary>
internal sealed class RedisWorkerRegistry(RedisConnection redis) : IWorkerRegistry
{
    private static readonly TimeSpan SilentFor = TimeSpan.FromMinutes(5);

    public Task HeartbeatAsync(WorkerInfo worker, CancellationToken cancel) =>
        redis.RunAsync(
            LuaScripts.Heartbeat,
            new ScriptArgs().Add(worker.Id).Add(worker.Host).Add(worker.StartedMs).Add(worker.HeartbeatMs).Add(worker.Concurrency).Add(worker.Running)
                .Add(worker.HeartbeatMs - (long)SilentFor.TotalMilliseconds).AddAll(worker.Queues),
            cancel);

    public Task RemoveAsync(string id, CancellationToken cancel) =>
        redis.RunAsync(LuaScripts.RemoveWorker, new ScriptArgs().Add(id), cancel);

    public async Task<IReadOnlyList<WorkerInfo>> ListAsync(CancellationToken cancel)
    {
        var reply = await redis.RunAsync(LuaScripts.Workers, new ScriptArgs(), cancel);
        List<WorkerInfo> workers = [];
        while (!reply.AtEnd)
        {
            var (id, host, started, heartbeat) = (reply.Word(), reply.Word(), reply.Count(), reply.Count());
            var (slots, running, count) = ((int)reply.Count(), (int)reply.Count(), reply.Count());
            List<string> queues = [];
            for (var i = 0; i < count; i++)
                queues.Add(reply.Word());
            workers.Add(new WorkerInfo(id, host, started, heartbeat, queues, slots, running));
        }
        workers.Sort((a, b) => string.CompareOrdinal(a.Id, b.Id));
        return workers;
    }
}
