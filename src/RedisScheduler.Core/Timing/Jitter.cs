namespace RedisScheduler.Timing;

/// <summary>The hash that spreads occurrences. It never changes: every process and version has to agree on it.</summary>
internal static class Jitter
{
    /// <summary>64 bits of FNV-1a over the id's UTF-16 and the due time, low byte first, then mixed as in MurmurHash3.</summary>
    internal static ulong Hash(string scheduleId, long dueMs)
    {
        var hash = 14_695_981_039_346_656_037;
        foreach (var letter in scheduleId)
            hash = Add(hash, letter, 2);
        return Mix(Add(hash, (ulong)dueMs, 8));
    }

    private static ulong Add(ulong hash, ulong value, int bytes)
    {
        for (var i = 0; i < bytes; i++)
        {
            hash = (hash ^ (value & 0xFF)) * 1_099_511_628_211;
            value >>= 8;
        }
        return hash;
    }

    /// <summary>FNV leaves the last bytes in the low bits, and neighbouring due times would stay neighbours.</summary>
    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
