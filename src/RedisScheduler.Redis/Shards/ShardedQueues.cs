using RedisScheduler.Jobs;
using RedisScheduler.Shards;

namespace RedisScheduler.Redis.Shards;

/// <summary>A queue is the queues of its name in all shards.</summary>
internal sealed class ShardedQueues(IReadOnlyList<Shard> shards) : IQueues
{
    public async Task<IReadOnlyList<QueueInfo>> ListAsync(long nowMs, CancellationToken cancel)
    {
        var lists = await Task.WhenAll(shards.Select(shard => shard.Queues.ListAsync(nowMs, cancel)));
        return [.. lists.SelectMany(list => list).GroupBy(queue => queue.Name, StringComparer.Ordinal).OrderBy(each => each.Key, StringComparer.Ordinal).Select(Merge)];
    }

    public Task SetPausedAsync(string queue, bool paused, CancellationToken cancel) =>
        Task.WhenAll(shards.Select(shard => shard.Queues.SetPausedAsync(queue, paused, cancel)));

    // Paused in one shard alone: a shard was away when the queue was paused or let go. What shows it is the word that makes people try again.
    private static QueueInfo Merge(IGrouping<string, QueueInfo> each) =>
        new(each.Key, each.Sum(queue => queue.Depth), each.Sum(queue => queue.Running), each.Any(queue => queue.Paused), each.Max(queue => queue.OldestWaitMs));
}
