namespace RedisScheduler.Timing;

/// <summary>A moment at which the clocks of a zone were, or will be, put forward or back.</summary>
/// <param name="AtMs">The moment, unix milliseconds.</param>
/// <param name="ByMs">By how much: positive leaves wall-clock times out (a gap), negative has them twice (a fold).</param>
/// <param name="From">The wall clock right before it would have been put: <c>02:00</c>.</param>
/// <param name="To">The wall clock right after it: <c>03:00</c>.</param>
public sealed record ClockChange(long AtMs, long ByMs, string From, string To)
{
    /// <summary>The change nearest to a moment, at most so far away; <c>null</c> where there is none.</summary>
    /// <exception cref="TimingException">The zone is unknown.</exception>
    public static ClockChange? Near(string zone, long unixMs, TimeSpan reach)
    {
        var clock = ZoneClock.Of(zone);
        var span = clock.SpanAt(unixMs);
        var near = new[] { span, span + 1 }.Where(each => each > 0 && each < clock.Spans).OrderBy(each => Math.Abs(clock.Start(each) - unixMs)).Cast<int?>().FirstOrDefault();
        if (near is not { } found || Math.Abs(clock.Start(found) - unixMs) > reach.TotalMilliseconds)
            return null;
        var at = clock.Start(found);
        var (before, after) = (clock.Offset(found - 1), clock.Offset(found));
        return before == after ? null : new ClockChange(at, after - before, Wall(at + before), Wall(at + after));
    }

    private static string Wall(long ms) => $"{DateTime.UnixEpoch.AddMilliseconds(ms):HH:mm}";
}
