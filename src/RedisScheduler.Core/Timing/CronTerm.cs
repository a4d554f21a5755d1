using System.Runtime.InteropServices;

namespace RedisScheduler.Timing;

/// <summary>What one item of a field says.</summary>
internal enum CronTermKind
{
    /// <summary><c>*</c> or <c>?</c>, with or without a step.</summary>
    Star,

    /// <summary>One value: <c>5</c>.</summary>
    Value,

    /// <summary>From one value through another, over the end where the second is less: <c>22-2</c>.</summary>
    Range,

    /// <summary>From one value to the end, with a step: <c>5/10</c>.</summary>
    From,

    /// <summary><c>L</c> or <c>L-3</c>: the last day of the month, or so many (Low) before it.</summary>
    Last,

    /// <summary><c>LW</c> or <c>L-3W</c>: the weekday nearest to that.</summary>
    LastWeekday,

    /// <summary><c>15W</c>: the weekday nearest to a day (Low), in the same month.</summary>
    NearestWeekday,

    /// <summary><c>5#3</c>: a day of the week (Low) for the n-th time (High) in a month.</summary>
    Nth,

    /// <summary><c>5L</c>: a day of the week (Low) for the last time in a month.</summary>
    LastOf,
}

/// <summary>One item of a field.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CronTerm(CronTermKind Kind, int Low, int High, int Step)
{
    /// <summary>The values of it as bits, Sunday as 0 only. A kind that is a rule of its own has those that it may fall on.</summary>
    internal ulong Bits(CronField field)
    {
        if (Kind is CronTermKind.Last or CronTermKind.LastWeekday or CronTermKind.NearestWeekday)
            return Days(Kind);
        if (Kind is CronTermKind.Nth or CronTermKind.LastOf)
            return 1UL << (Low % 7);

        var bits = 0UL;
        // A range over the end starts Sunday at 0, so that 7-3 is not empty before the end.
        var low = Low > High ? field.Min + ((Low - field.Min) % field.Cycle) : Low;
        var high = low > High ? High + field.Cycle : High;
        for (var value = low; value <= high; value += Step)
            bits |= 1UL << (field.Min + ((value - field.Min) % field.Cycle));
        return bits;
    }

    private ulong Days(CronTermKind kind)
    {
        var (low, high) = kind is CronTermKind.NearestWeekday ? (Low, Low) : (28 - Low, 31 - Low);
        var slack = kind is CronTermKind.Last ? 0 : 2;
        var bits = 0UL;
        for (var day = Math.Max(1, low - slack); day <= Math.Min(31, high + slack); day++)
            bits |= 1UL << day;
        return bits;
    }
}
