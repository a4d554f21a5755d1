namespace RedisScheduler.Timing;

/// <summary>A cron expression as sets of days and of times of day, to ask whether it matches instead of when it is due.</summary>
internal sealed class CronMask
{
    private const ulong AllSeconds = (1UL << 60) - 1;

    private readonly ulong months;
    private readonly ulong weekdays;
    private readonly CronDays days;

    internal CronMask(CronPart[] parts, CronDays days, bool wholeMinutes)
    {
        Seconds = wholeMinutes && ReferenceEquals(parts[0], CronPart.SecondZero) ? AllSeconds : parts[0].Bits;
        (Minutes, Hours) = (parts[1].Bits, parts[2].Bits);
        (months, weekdays) = (parts[4].Bits, parts[5].Bits);
        this.days = days;
    }

    /// <summary>One that matches always.</summary>
    internal static CronMask Always { get; } = CronSchedule.Parse("* * * * * *").Mask(wholeMinutes: false);

    internal ulong Seconds { get; }

    internal ulong Minutes { get; }

    internal ulong Hours { get; }

    /// <summary>Whether it matches at any time of a date.</summary>
    internal bool IsOn(DateTime date) =>
        Has(months, date.Month) && Has(weekdays, (int)date.DayOfWeek) && Has(days.Candidates, date.Day) && (!days.NeedsFilter || days.Matches(date));

    internal static bool Has(ulong bits, int value) => (bits >> value & 1) != 0;
}
