using System.Globalization;
using RedisScheduler.Shards;

namespace RedisScheduler.Redis.Shards;

/// <summary>
/// The prefixes of shards. Their hash tags differ, so that a cluster spreads them: <c>{rs-0}:</c>, <c>{rs-1}:</c> and so on in place of <c>{hangfire}:</c>, and <c>{shop-0}:</c>,
/// <c>{shop-1}:</c> in place of <c>{shop}:</c>. One shard has the prefix itself.
/// </summary>
internal static class ShardPrefixes
{
    private const string DefaultTag = "hangfire";
    private const string DefaultShardTag = "rs";

    /// <summary>The prefix of each shard.</summary>
    /// <exception cref="ArgumentException">The count is not from 1 to <see cref="ShardMap.MaxShards"/>, or the prefix has no hash tag to be varied.</exception>
    public static IReadOnlyList<string> Of(string prefix, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, ShardMap.MaxShards);
        if (count == 1)
            return [prefix];
        var (begin, end) = (prefix.IndexOf('{', StringComparison.Ordinal), prefix.IndexOf('}', StringComparison.Ordinal));
        if (begin < 0 || end <= begin + 1)
            throw new ArgumentException($"REDIS_PREFIX: '{prefix}' needs a hash tag where SHARDS is more than 1, as {{shop}}: has one.", nameof(prefix));
        var tag = prefix[(begin + 1)..end];
        var shardTag = tag == DefaultTag ? DefaultShardTag : tag;
        return [.. Enumerable.Range(0, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{prefix[..begin]}{{{shardTag}-{number}}}{prefix[(end + 1)..]}"))];
    }
}
