using RedisScheduler.Shards;
using RedisScheduler.Workers;

namespace RedisScheduler.Redis.Shards;

/// <summary>Workers serve all shards, and each shard knows what they run of it.</summary>
internal sealed class ShardedWorkers(IReadOnlyList<Shard> shards) : IWorkerRegistry
{
    public Task HeartbeatAsync(WorkerInfo worker, CancellationToken cancel) => Task.WhenAll(shards.Select(shard => shard.Workers.HeartbeatAsync(worker, cancel)));

    public Task RemoveAsync(string id, CancellationToken cancel) => Task.WhenAll(shards.Select(shard => shard.Workers.RemoveAsync(id, cancel)));

    public async Task<IReadOnlyList<WorkerInfo>> ListAsync(CancellationToken cancel)
    {
        var lists = await Task.WhenAll(shards.Select(shard => shard.Workers.ListAsync(cancel)));
        return [.. lists.SelectMany(list => list).GroupBy(worker => worker.Id, StringComparer.Ordinal).OrderBy(each => each.Key, StringComparer.Ordinal).Select(Merge)];
    }

    private static WorkerInfo Merge(IGrouping<string, WorkerInfo> each)
    {
        var latest = each.MaxBy(worker => worker.HeartbeatMs)!;
        return latest with { StartedMs = each.Min(worker => worker.StartedMs), Running = each.Sum(worker => worker.Running) };
    }
}
