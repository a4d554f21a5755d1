namespace RedisScheduler.Engine.Processing;

/// <summary>
/// The slots of this process, which all shards use together, so that none stands free while any shard has work. While several shards wait for slots, each free one is for the shard that
/// has the fewest, and at equal numbers for the one that has waited longest: all come to have the same number. What runs is never interrupted for it.
/// </summary>
internal sealed class Slots(EngineOptions options)
{
    private readonly List<Exchanges> shards = [];
    private long turn;

    /// <summary>How many there are.</summary>
    internal int Count => options.Concurrency;

    /// <summary>Held by whoever counts or reserves slots.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>How many jobs are worth a second call of a shard while one is under way: a quarter of its even share.</summary>
    internal int Worth => Math.Max(2, Count / (4 * shards.Count));

    /// <summary>Adds what works on a shard.</summary>
    internal void Join(Exchanges shard) => shards.Add(shard);

    /// <summary>How many slots a shard may reserve now. Call it under the gate.</summary>
    internal int FreeFor(Exchanges shard) => shards.Count == 1 ? Math.Max(0, Count - shard.Used) : PartFor(shard);

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

    private int PartFor(Exchanges shard)
    {
        // Slots that are reserved in a shard that does not answer are of no use to the others.
        var most = Math.Min(Free(), shard.HasFailed ? 1 : Count);
        var others = shards.FindAll(other => other != shard && other.Waits);
        var least = 0;
        while (least < most)
        {
            var middle = (least + most + 1) / 2;
            (least, most) = IsLeft(middle) ? (middle, most) : (least, middle - 1);
        }

        return least;

        // Whether the others that wait could come to have as many, or, those whose turn is before, as many and one.
        bool IsLeft(int many) => many + others.Sum(other => Math.Max(0, shard.Used + many - 1 - other.Used + (IsOlder(other, shard) ? 1 : 0))) <= Free();
    }

    private int Free() => Count - shards.Sum(shard => shard.Used);

    private static bool GoesBefore(Exchanges one, Exchanges other) => one.Used != other.Used ? one.Used < other.Used : IsOlder(one, other);

    private static bool IsOlder(Exchanges one, Exchanges other) => one.WaitsSince < (other.WaitsSince ?? long.MaxValue);
}
