using System.Collections.Concurrent;
using System.Numerics;

namespace RedisScheduler.Timing;

/// <summary>
/// The cron expressions that take times out, all together. Looks for the next time of day that could be due and is not taken out, day by day, so that a search over years of
/// taken-out due times costs a step a day, not one a due time.
/// </summary>
internal sealed class ExcludedTimes(IReadOnlyList<CronSchedule> crons, CronMask candidates, ZoneClock clock) : IExclusion
{
    private const long DayMs = 86_400_000;
    private readonly CronMask[] masks = [.. crons.Select(cron => cron.Mask(wholeMinutes: true))];

    // By the set of masks that match on a day: the first second of it that is left.
    private readonly ConcurrentDictionary<ulong, int> firstLeft = new();

    public long? ExcludedUntil(long dueMs)
    {
        var span = clock.SpanAt(dueMs);
        var offset = clock.Offset(span);
        var end = clock.End(span) + offset;
        var (day, second) = Wall(dueMs + offset);
        var set = MasksOn(day);
        if (!IsTakenOut(set, second))
            return null;

        // Wall clock and instants run in step within a span only, so the search ends with it.
        var left = FirstLeft(set, second + 1);
        while (left < 0 && ++day * DayMs < end)
            left = firstLeft.GetOrAdd(MasksOn(day), static (on, self) => self.FirstLeft(on, 0), this);
        var next = left < 0 ? end : Math.Min(end, (day * DayMs) + (left * 1_000L));
        return Math.Max(dueMs, next - offset - 1);
    }

    public ExcludedBy NameOf(long dueMs)
    {
        var (day, second) = Wall(dueMs + clock.OffsetAt(dueMs));
        var on = MasksOn(day);
        var index = 0;
        while (!IsTakenOut(on & (1UL << index), second))
            index++;
        return new($"exclude[{index}]", crons[index].Text);
    }

    private static (long Day, int Second) Wall(long wallMs)
    {
        var day = (long)Math.Floor(wallMs / (double)DayMs);
        return (day, (int)((wallMs - (day * DayMs)) / 1_000));
    }

    private ulong MasksOn(long day)
    {
        var date = DateTime.UnixEpoch.AddDays(day);
        var set = 0UL;
        for (var i = 0; i < masks.Length; i++)
        {
            if (masks[i].IsOn(date))
                set |= 1UL << i;
        }

        return set;
    }

    private bool IsTakenOut(ulong set, int second)
    {
        var (hour, minute) = (second / 3_600, second / 60 % 60);
        return CronMask.Has(Covered(InMinute(InHour(set, hour), minute)), second % 60);
    }

    /// <summary>The first second of a day, from one on, that could be due and is left; -1 where there is none.</summary>
    private int FirstLeft(ulong set, int from)
    {
        for (var minute = from / 60; minute < 1_440; minute++)
        {
            var hour = minute / 60;
            if (!CronMask.Has(candidates.Hours, hour))
            {
                minute = (hour * 60) + 59;
                continue;
            }

            if (!CronMask.Has(candidates.Minutes, minute % 60))
                continue;
            var seconds = candidates.Seconds & ~Covered(InMinute(InHour(set, hour), minute % 60));
            if (minute == from / 60)
                seconds &= ulong.MaxValue << (from % 60);
            if (seconds != 0)
                return (minute * 60) + BitOperations.TrailingZeroCount(seconds);
        }

        return -1;
    }

    private ulong InHour(ulong set, int hour) => Only(set, mask => CronMask.Has(mask.Hours, hour));

    private ulong InMinute(ulong set, int minute) => Only(set, mask => CronMask.Has(mask.Minutes, minute));

    private ulong Only(ulong set, Func<CronMask, bool> matches)
    {
        var left = set;
        for (var rest = set; rest != 0; rest &= rest - 1)
        {
            var i = BitOperations.TrailingZeroCount(rest);
            if (!matches(masks[i]))
                left &= ~(1UL << i);
        }

        return left;
    }

    private ulong Covered(ulong set)
    {
        var seconds = 0UL;
        for (; set != 0; set &= set - 1)
            seconds |= masks[BitOperations.TrailingZeroCount(set)].Seconds;
        return seconds;
    }
}
