namespace RedisScheduler.Timing;

/// <summary>
/// The due times of a cron expression in a zone: the set of all instants that its wall-clock times stand for, by the rules for
/// gaps and folds. What is asked for is the least element above a moment, so it strictly increases by itself.
/// A span is a time of one offset; within it wall clock and instants run in step.
/// </summary>
internal sealed class CronDueTimes(CronSchedule cron, ZoneClock clock, DstGap gap, DstFold fold) : IDueTimes
{
    // Earlier moments are asked for by no one, and are out of DateTime's range in the end.
    private static readonly long EarliestMs = new DateTimeOffset(1800, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    private readonly bool firstPass = fold is not DstFold.Last;
    private readonly bool secondPass = fold is DstFold.Last or DstFold.Both || (fold is DstFold.Auto && cron.IsIntervalLike);

    // Many schedules that share a cron text are due at the same moment, and each asks for the next.
    private Answer? last;

    public long? NextAfter(long unixMs)
    {
        if (last is { } known && known.AfterMs == unixMs)
            return known.NextMs;
        var next = Find(unixMs);
        last = new Answer(unixMs, next);
        return next;
    }

    private long? Find(long unixMs)
    {
        var after = Math.Max(unixMs, EarliestMs);
        for (var span = clock.SpanAt(after); span < clock.Spans; span++)
        {
            var missing = span == 0 ? null : FromGap(span, after);
            var regular = FromSpan(span, after);
            if (missing is not null || regular is not null)
                return Math.Min(missing ?? long.MaxValue, regular ?? long.MaxValue);
        }
        return null;
    }

    /// <summary>The first due time that comes out of the wall-clock times left out right before a span.</summary>
    private long? FromGap(int span, long after)
    {
        var start = clock.Start(span);
        var before = clock.Offset(span - 1);
        var length = clock.Offset(span) - before;
        if (length <= 0 || after >= start + length)
            return null;
        return gap switch
        {
            DstGap.Next when after < start && Search(start - 1 + before, start + before + length) is not null => start,
            DstGap.Shift when Search(Math.Max(after, start - 1) + before, start + before + length) is { } wall => wall - before,
            _ => null,
        };
    }

    /// <summary>The first due time whose wall-clock time exists in a span, and counts there.</summary>
    private long? FromSpan(int span, long after)
    {
        var offset = clock.Offset(span);
        var from = Math.Max(after, clock.Start(span) - (span == 0 ? 0 : 1)) + offset;
        if (span > 0 && !secondPass)
            from = Math.Max(from, clock.Start(span) + clock.Offset(span - 1) - 1);

        var to = clock.End(span) + offset;
        if (span + 1 < clock.Spans && !firstPass)
            to = Math.Min(to, clock.End(span) + clock.Offset(span + 1));
        return Search(from, to) - offset;
    }

    /// <summary>The first wall-clock time after one and before another, all in milliseconds since 1970 on that clock.</summary>
    private long? Search(long after, long before)
    {
        var wall = cron.NextWall(Wall(after), Wall(before));
        return wall is null ? null : (wall.Value.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
    }

    private static DateTime Wall(long ms) => new(DateTime.UnixEpoch.Ticks + (ms * TimeSpan.TicksPerMillisecond));

    private sealed record Answer(long AfterMs, long? NextMs);
}
