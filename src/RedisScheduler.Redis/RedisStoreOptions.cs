namespace RedisScheduler.Redis;

/// <summary>How Redis is reached, and under which prefix everything lives.</summary>
public sealed record RedisStoreOptions
{
    /// <summary><c>redis://[[user]:password@]host:port[/db]</c> or <c>rediss://…</c>; several separated by commas. See <see cref="RedisUrl"/>.</summary>
    public required string Url { get; init; }

    /// <summary>What every key begins with; its braces keep all keys in one slot of a cluster. Default <c>{hangfire}:</c>, Hangfire's own.</summary>
    public string Prefix { get; init; } = "{hangfire}:";

    /// <summary>How many shards there are; 1 to <see cref="RedisScheduler.Shards.ShardMap.MaxShards"/>, default 1. More than one vary the hash tag of <see cref="Prefix"/>.</summary>
    public int Shards { get; init; } = 1;

    /// <summary>How long one call may take before the store counts as unavailable. Default 5 s; lower it to notice a frozen server sooner.</summary>
    public TimeSpan CommandTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one attempt to connect may take. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the clock is compared with Redis. Default 30 s.</summary>
    public TimeSpan ClockInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock of this machine, which Redis' clock is measured against, and its timers. Unless said the system's clock, with timers that are about a millisecond exact.</summary>
    public TimeProvider BaseTime { get; init; } = PreciseTime.Machine;
}
