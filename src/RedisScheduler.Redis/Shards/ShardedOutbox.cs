using RedisScheduler.Executions;
using RedisScheduler.Shards;

namespace RedisScheduler.Redis.Shards;

/// <summary>The outboxes one after the other. All facts of a schedule are in one of them.</summary>
internal sealed class ShardedOutbox(IReadOnlyList<Shard> shards) : IOutboxReader
{
    public async Task<OutboxBatch> ReadAsync(int skip, int limit, CancellationToken cancel)
    {
        List<JobEvent> events = [];
        List<UnreadableEntry> unreadable = [];
        foreach (var shard in shards)
        {
            var left = limit - events.Count - unreadable.Count;
            var batch = left > 0 ? await shard.Outbox.ReadAsync(skip, left, cancel) : new OutboxBatch([], []);
            events.AddRange(batch.Events);
            unreadable.AddRange(batch.Unreadable);
            skip = skip == 0 || batch.Length > 0 ? 0 : skip - (int)Math.Min(skip, await shard.Outbox.LengthAsync(cancel));
        }

        return new OutboxBatch(events, unreadable);
    }

    public async Task<long> LengthAsync(CancellationToken cancel) => (await Task.WhenAll(shards.Select(shard => shard.Outbox.LengthAsync(cancel)))).Sum();
}
