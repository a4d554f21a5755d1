using RedisScheduler.Timing;

namespace RedisScheduler.Engine.Sync;

/// <summary>Next due times of definitions; all in unix milliseconds.</summary>
public static class NextDue
{
    /// <summary>The first nominal due time after a moment; <c>null</c> where nothing is due any more. For a schedule that is resumed or re-enabled.</summary>
    /// <exception cref="TimingException">The timing is not valid.</exception>
    public static long? For(ScheduleTiming timing, long anchorMs, DateTimeOffset now) =>
        Occurrences.Of(timing, anchorMs).NextAfter(now.ToUnixTimeMilliseconds());

    /// <summary>
    /// The first nominal due time of a timing that is new or has changed: <paramref name="now"/> itself where it runs immediately
    /// (<see cref="ScheduleTiming.RunImmediately"/>), else the first one after it.
    /// </summary>
    /// <exception cref="TimingException">The timing is not valid.</exception>
    public static long? First(ScheduleTiming timing, long anchorMs, DateTimeOffset now) =>
        timing.RunImmediately ? now.ToUnixTimeMilliseconds() : For(timing, anchorMs, now);
}
