namespace RedisScheduler.Engine.Processing;

/// <summary>
/// The slots of this process, which all shards use together, so that none stands free while any shard has work. While several shards wait for slots the one that has the fewest goes
/// first, and at equal numbers the one that has waited longest; none takes more than its even share then. What runs is never interrupted for it.
/// </summary>
internal sealed class Slots(EngineOptions options)
{
    private readonly List<Exchanges> shards = [];
    private long turn;

    /// <summary>How many there are.</summary>
    internal int Count => options.Concurrency;

    /// <summary>Held by whoever counts or reserves slots.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>Adds what works on a shard.</summary>
    internal void Join(Exchanges shard) => shards.Add(shard);

    /// <summary>How many slots a shard may reserve now. Call it under the gate.</summary>
    internal int FreeFor(Exchanges shard)
    {
        if (shards.Count == 1)
        {
            return Math.Max(0, Count - shard.Used);
        }

        var (free, others) = (Free(), 0);
        foreach (var other in shards)
        {
            if (other != shard && other.Waits)
            {
                others++;
                free = GoesBefore(other, shard) ? 0 : free;
            }
        }

        // Slots that are reserved in a shard that does not answer are of no use to the others.
        return free <= 0 ? 0
            : shard.HasFailed ? 1
            : others == 0 ? free
            : Math.Clamp((Count / (others + 1)) - shard.Used, 1, free);
    }

    /// <summary>Notes whether a shard got what it asked for; one that did not is woken when it is its turn. Call it under the gate.</summary>
    internal void Note(Exchanges shard, bool served)
    {
        if (shards.Count > 1)
        {
            shard.WaitsSince = served ? null : shard.WaitsSince ?? ++turn;
        }
    }

    /// <summary>Wakes the shard whose turn it is, if any waits and a slot is free. Call it under the gate.</summary>
    internal void WakeNext()
    {
        if (shards.Count == 1 || !shards.Exists(shard => shard.Waits) || Free() <= 0)
        {
            return;
        }

        var next = shards.Where(shard => shard.Waits).Aggregate((one, other) => GoesBefore(other, one) ? other : one);
        next.Wake();
    }

    /// <summary>A slot has become free.</summary>
    internal void Freed()
    {
        if (shards.Count == 1)
        {
            return;
        }

        lock (Gate)
        {
            WakeNext();
        }
    }

    private int Free() => Count - shards.Sum(shard => shard.Used);

    private static bool GoesBefore(Exchanges one, Exchanges other) =>
        one.Used != other.Used ? one.Used < other.Used : one.WaitsSince < (other.WaitsSince ?? long.MaxValue);
}
