namespace RedisScheduler.Redis.Shards;

/// <summary>Asks each shard for its part of many items at once, and puts the answers into the order of the items.</summary>
internal static class Split
{
    public static async Task<IReadOnlyList<TResult>> AskAsync<TItem, TResult>(
        IReadOnlyList<TItem> items, Func<TItem, int> shardOf, Func<int, IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> ask)
    {
        var parts = items.Select((item, at) => (Item: item, At: at)).GroupBy(each => shardOf(each.Item)).ToList();
        if (parts is [var only])
            return await ask(only.Key, items);
        var results = new TResult[items.Count];
        await Task.WhenAll(parts.Select(async part =>
        {
            var answers = await ask(part.Key, [.. part.Select(each => each.Item)]);
            foreach (var (answer, (_, at)) in answers.Zip(part))
                results[at] = answer;
        }));
        return results;
    }
}
