using NodaTime;

namespace RedisScheduler.Timing;

/// <summary>
/// The rules of days that are more than a set of values: L, W and # of <c>L-3</c>, <c>15W</c>, <c>5#3</c>, <c>5L</c>. The candidates are
/// narrowed to a set for NCrontab first; <see cref="Matches"/> decides on the few that are left.
/// </summary>
internal sealed class CronDays
{
    private readonly CronTerm dayOfMonth;
    private readonly bool lastOfWeek;

    internal CronDays(CronPart dayOfMonthPart, CronPart dayOfWeekPart)
    {
        dayOfMonth = dayOfMonthPart.Terms[0];
        var dayOfWeek = dayOfWeekPart.Terms[0];
        lastOfWeek = dayOfWeek.Kind is CronTermKind.LastOf;
        Candidates =
            dayOfMonthPart.Bits
            & dayOfWeek.Kind switch
            {
                // The n-th Friday is the Friday among seven days, which a set of values can say.
                CronTermKind.Nth => 0b1111_1110UL << (7 * (dayOfWeek.High - 1)) & uint.MaxValue,
                CronTermKind.LastOf => uint.MaxValue << 22,
                _ => uint.MaxValue,
            };
        NeedsFilter = lastOfWeek || dayOfMonth.Kind is CronTermKind.Last or CronTermKind.LastWeekday or CronTermKind.NearestWeekday;
    }

    /// <summary>The days of a month that may match, as bits.</summary>
    internal ulong Candidates { get; }

    /// <summary>Whether a candidate may not match, so that <see cref="Matches"/> has to be asked.</summary>
    internal bool NeedsFilter { get; }

    /// <summary>Whether a date that is a candidate matches.</summary>
    internal bool Matches(DateTime date)
    {
        var length = CalendarSystem.Iso.GetDaysInMonth(date.Year, date.Month);
        if (lastOfWeek && date.Day <= length - 7)
            return false;
        return dayOfMonth.Kind switch
        {
            CronTermKind.Last => date.Day == length - dayOfMonth.Low,
            CronTermKind.LastWeekday => date.Day == Nearest(date, length - dayOfMonth.Low, length),
            CronTermKind.NearestWeekday => date.Day == Nearest(date, dayOfMonth.Low, length),
            _ => true,
        };
    }

    /// <summary>The weekday nearest to a day, without leaving the month; 0 where the month has no such day.</summary>
    private static int Nearest(DateTime date, int day, int length)
    {
        if (day < 1 || day > length)
            return 0;
        return date.AddDays(day - date.Day).DayOfWeek switch
        {
            DayOfWeek.Saturday => day == 1 ? 3 : day - 1,
            DayOfWeek.Sunday => day == length ? day - 2 : day + 1,
            _ => day,
        };
    }
}
