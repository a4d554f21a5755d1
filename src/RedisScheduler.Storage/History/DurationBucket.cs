using System.Numerics;

namespace RedisScheduler.Storage.History;

/// <summary>
/// The buckets that durations are counted in: one for each millisecond below 16, then eight for each doubling, so that a bucket is at most an eighth of its begin wide.
/// </summary>
internal static class DurationBucket
{
    private const int Bits = 3;
    private const int PerDoubling = 1 << Bits;

    public static long Of(long ms)
    {
        ms = Math.Max(ms, 0);
        if (ms < PerDoubling)
            return ms;
        var shift = BitOperations.Log2((ulong)ms) - Bits;
        return (shift * PerDoubling) + (ms >> shift);
    }

    /// <summary>Its shortest duration, and how many milliseconds it is wide.</summary>
    public static (long From, long Width) Range(long bucket)
    {
        var shift = (int)Math.Max(0, (bucket / PerDoubling) - 1);
        return ((bucket - (shift * PerDoubling)) << shift, 1L << shift);
    }

    /// <summary>The duration below which a part of the counted ones lies, as if those of a bucket were spread evenly over it; <c>null</c> of none.</summary>
    public static double? Percentile(IReadOnlyList<(long Bucket, long Total)> ordered, double part)
    {
        var rest = part * ordered.Sum(each => each.Total);
        foreach (var (bucket, total) in ordered)
        {
            var (from, width) = Range(bucket);
            if (rest <= total)
                return width == 1 ? from : from + (width * rest / total);
            rest -= total;
        }

        return null;
    }
}
