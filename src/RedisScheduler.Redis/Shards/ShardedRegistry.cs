using RedisScheduler.Schedules;
using RedisScheduler.Shards;

namespace RedisScheduler.Redis.Shards;

/// <summary>The schedules of all shards: each is looked for where its key belongs, and all are scanned.</summary>
internal sealed class ShardedRegistry(IReadOnlyList<Shard> shards, ShardMap map) : IScheduleRegistry
{
    public Task<IReadOnlyList<ApplyOutcome>> ApplyAsync(IReadOnlyList<ScheduleEntry> entries, CancellationToken cancel) =>
        Split.AskAsync(entries, entry => map.OfSchedule(entry.Key), (shard, part) => shards[shard].Registry.ApplyAsync(part, cancel));

    public Task RemoveAsync(IReadOnlyList<ScheduleVersion> removals, CancellationToken cancel) =>
        Task.WhenAll(removals.GroupBy(removal => map.OfSchedule(removal.Key)).Select(part => shards[part.Key].Registry.RemoveAsync([.. part], cancel)));

    public Task<IReadOnlyList<RegisteredSchedule?>> ReadAsync(IReadOnlyList<string> keys, CancellationToken cancel) =>
        Split.AskAsync(keys, key => map.OfSchedule(key), (shard, part) => shards[shard].Registry.ReadAsync(part, cancel));

    public IAsyncEnumerable<IReadOnlyList<ScheduleVersion>> ScanAsync(CancellationToken cancel) =>
        shards.ToAsyncEnumerable().SelectMany(shard => shard.Registry.ScanAsync(cancel));

    public async Task<long> CountAsync(CancellationToken cancel) => (await Task.WhenAll(shards.Select(shard => shard.Registry.CountAsync(cancel)))).Sum();

    // One turn for all shards: they are compared together.
    public Task<bool> TakeTurnAsync(TimeSpan duration, CancellationToken cancel) => shards[0].Registry.TakeTurnAsync(duration, cancel);
}
