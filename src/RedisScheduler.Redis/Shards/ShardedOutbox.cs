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
        var (length, more) = (0, false);
        foreach (var shard in shards)
        {
            // What follows is skipped by number: nothing of the next before all of this one.
            if (more)
                break;
            var left = limit - events.Count - unreadable.Count;
            if (left <= 0)
            {
                more = await shard.Outbox.LengthAsync(cancel) > skip;
                continue;
            }

            var batch = await shard.Outbox.ReadAsync(skip, left, cancel);
            events.AddRange(batch.Events);
            unreadable.AddRange(batch.Unreadable);
            length += batch.Length;
            more = batch.More;
            skip = skip == 0 || batch.Length > 0 ? 0 : skip - (int)Math.Min(skip, await shard.Outbox.LengthAsync(cancel));
        }

        return new OutboxBatch(events, unreadable, length, more);
    }

    public async Task<long> LengthAsync(CancellationToken cancel) => (await Task.WhenAll(shards.Select(shard => shard.Outbox.LengthAsync(cancel)))).Sum();
}
