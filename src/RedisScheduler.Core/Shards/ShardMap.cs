using System.Text;

namespace RedisScheduler.Shards;

/// <summary>
/// Which shard a schedule lives in: the hash of its name in Redis, modulo the number of shards. It never changes: every process and version has to agree on it, and Redis holds
/// what was placed by it. Whatever belongs to a schedule (its jobs, retries, guards and facts) is in its shard.
/// </summary>
/// <param name="count">How many shards there are; at least 1.</param>
public sealed class ShardMap(int count)
{
    /// <summary>The most shards that an installation may have: each has its loops in every process.</summary>
    public const int MaxShards = 64;

    private const uint FnvOffset = 2_166_136_261;
    private const uint FnvPrime = 16_777_619;

    /// <summary>How many shards there are.</summary>
    public int Count => count;

    /// <summary>The shard of a schedule, from 0.</summary>
    /// <param name="scheduleKey">Its name in Redis; see <see cref="Schedules.ScheduleKey"/>.</param>
    public int OfSchedule(ReadOnlySpan<char> scheduleKey) => count == 1 ? 0 : (int)(Hash(scheduleKey) % (uint)count);

    /// <summary>The shard of a job, by the schedule that its id begins with; <c>null</c> where a Hangfire client made the id, which may be in any.</summary>
    /// <param name="jobId">Its id; see <see cref="Jobs.JobId"/>.</param>
    public int? OfJob(string jobId) => count == 1 ? 0 : jobId.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at ? OfSchedule(jobId.AsSpan(0, at)) : null;

    /// <summary>32 bits of FNV-1a over the UTF-8, then mixed as MurmurHash3 ends: the low bits of FNV alone know nothing of the high bits of the text.</summary>
    internal static uint Hash(ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = stackalloc byte[512];
        if (!Encoding.UTF8.TryGetBytes(text, utf8, out var length))
        {
            utf8 = new byte[Encoding.UTF8.GetByteCount(text)];
            length = Encoding.UTF8.GetBytes(text, utf8);
        }

        var hash = FnvOffset;
        foreach (var value in utf8[..length])
            hash = (hash ^ value) * FnvPrime;
        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        return hash ^ (hash >> 16);
    }
}
