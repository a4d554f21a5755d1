namespace RedisScheduler.Timing;

/// <summary>
/// The due times of a timing, compiled: strictly increasing, whatever the zone does. Safe for any number of threads; keep it
/// for as long as the timing stands. All times are unix milliseconds. <see cref="ScheduleTiming.MaxRuns"/> and
/// <see cref="ScheduleTiming.RunImmediately"/> are not applied here, since they depend on what has run.
/// </summary>
public sealed class Occurrences
{
    /// <summary>Nothing is due from here on: 2200-01-01T00:00:00Z.</summary>
    public const long HorizonMs = 7_258_118_400_000;

    private readonly IDueTimes dueTimes;
    private readonly ExclusionFilter? exclusions;
    private readonly long startMs;
    private readonly long endMs;
    private readonly long jitterMs;

    private Occurrences(ScheduleTiming timing, IDueTimes dueTimes, CronSchedule? cron = null)
    {
        this.dueTimes = dueTimes;
        exclusions = ExclusionFilter.Of(timing, cron);
        startMs = timing.StartAt?.ToUnixTimeMilliseconds() ?? long.MinValue;
        endMs = Math.Min(timing.EndAt?.ToUnixTimeMilliseconds() ?? long.MaxValue, HorizonMs - 1);
        jitterMs = (long)timing.Jitter.TotalMilliseconds;
    }

    /// <summary>Compiles a timing.</summary>
    /// <param name="timing">The timing. An <c>at</c> in the past is valid here, and never due.</param>
    /// <param name="anchorUnixMs">
    /// From where an interval counts where the timing has no start: its first occurrence is one interval later. With a start,
    /// the start itself is the first occurrence, and this is not used.
    /// </param>
    /// <exception cref="TimingException">The timing is not valid.</exception>
    public static Occurrences Of(ScheduleTiming timing, long anchorUnixMs)
    {
        if (TimingRules.Check(timing, out var cron) is [var fault, ..])
            throw new TimingException(fault);

        if (timing.At is { } at)
            return new(timing, new MomentDueTimes(at.ToUnixTimeMilliseconds()));
        if ((timing.Interval ?? cron?.Every) is { } interval)
        {
            var step = (long)interval.TotalMilliseconds;
            return new(timing, new IntervalDueTimes(timing.StartAt?.ToUnixTimeMilliseconds() ?? anchorUnixMs + step, step), cron);
        }
        return new(timing, new CronDueTimes(cron!, ZoneClock.Of(timing.TimeZone), timing.DstGap, timing.DstFold), cron);
    }

    /// <summary>
    /// The first nominal due time after a moment, or null where nothing is due any more. Where exclusions take out everything, the search ends with <see cref="HorizonMs"/>, or after
    /// a million due times of an interval in a row.
    /// </summary>
    public long? NextAfter(long unixMs)
    {
        if (unixMs >= endMs)
            return null;
        var next = dueTimes.NextAfter(unixMs < startMs ? startMs - 1 : unixMs);
        if (exclusions is not null)
            next = exclusions.FirstLeft(next, dueTimes, endMs);
        return next <= endMs ? next : null;
    }

    /// <summary>What takes a moment out of the due times (<see cref="ScheduleTiming.Exclusions"/>), whether it would be due or not; null where nothing does.</summary>
    public ExcludedBy? ExcludedBy(long unixMs) => exclusions?.By(unixMs);

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
    public long EffectiveAt(string scheduleId, long nominalMs)
    {
        if (jitterMs == 0)
            return nominalMs;
        var effective = nominalMs + (long)(Jitter.Hash(scheduleId, nominalMs) % (ulong)jitterMs);
        return NextAfter(nominalMs) is { } next ? Math.Min(effective, next - 1) : effective;
    }
}
