namespace RedisScheduler.Timing;

/// <summary>What a timing has to be. Nothing that breaks a rule is ever replaced by something that does not.</summary>
public static class TimingRules
{
    /// <summary>The shortest interval: 100 ms.</summary>
    public static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest interval: ten years of 365 days.</summary>
    public static readonly TimeSpan MaxInterval = TimeSpan.FromDays(3650);

    /// <summary>The longest jitter: one day.</summary>
    public static readonly TimeSpan MaxJitter = TimeSpan.FromDays(1);

    /// <summary>All that is wrong with a timing; empty where it is valid.</summary>
    /// <param name="timing">The timing.</param>
    /// <param name="nowUnixMs">The present moment: <c>at</c> has to be after it.</param>
    public static IReadOnlyList<TimingFault> Validate(ScheduleTiming timing, long nowUnixMs)
    {
        var faults = Check(timing, out _);
        if (timing.At?.ToUnixTimeMilliseconds() <= nowUnixMs)
            faults.Add(new("at", $"{Text(timing.At.Value)} is in the past."));
        return faults;
    }

    /// <summary>All that is wrong whatever the time is, and the expression where it is right.</summary>
    internal static List<TimingFault> Check(ScheduleTiming timing, out CronSchedule? cron)
    {
        var faults = new List<TimingFault>();
        OneKind(timing, faults);
        cron = null;
        if (timing.Cron is not null && !CronSchedule.TryParse(timing.Cron, out cron, out var error))
            faults.Add(new("cron", error.Message));
        if (timing.Interval is { } interval && IntervalFault(interval) is { } fault)
            faults.Add(new("interval", fault));
        if (!Zones.IsKnown(timing.TimeZone))
            faults.Add(Zones.Unknown(timing.TimeZone));
        Window(timing, faults);
        if (!Enum.IsDefined(timing.DstGap))
            faults.Add(new("dstGap", "Must be next, skip or shift."));
        if (!Enum.IsDefined(timing.DstFold))
            faults.Add(new("dstFold", "Must be auto, first, last or both."));
        if (timing.Jitter < TimeSpan.Zero || timing.Jitter > MaxJitter)
            faults.Add(new("jitter", "Must be from 0 to 1 day."));
        if (timing.MaxRuns < 1)
            faults.Add(new("maxRuns", "Must be 1 or more."));
        if (timing.Exclusions is not null)
            ExclusionRules.Check(timing.Exclusions, faults);
        return faults;
    }

    /// <summary>What is wrong with an interval; null where nothing is.</summary>
    internal static string? IntervalFault(TimeSpan interval) =>
        interval < MinInterval ? $"{DurationText.Format(interval)} is too short, the shortest interval is 100ms."
        : interval > MaxInterval ? $"{DurationText.Format(interval)} is too long, the longest interval is 3650d (10 years)."
        : interval.Ticks % TimeSpan.TicksPerMillisecond != 0 ? "Must be whole milliseconds."
        : null;

    private static void OneKind(ScheduleTiming timing, List<TimingFault> faults)
    {
        string?[] all = [timing.Cron is null ? null : "cron", timing.Interval is null ? null : "interval", timing.At is null ? null : "at"];
        var given = all.OfType<string>().ToList();
        if (given.Count == 0)
            faults.Add(new("cron", "One of cron, interval and at is required."));
        if (given.Count > 1)
            faults.AddRange(
                given.Select(field => new TimingFault(
                    field,
                    $"Only one of cron, interval and at may be given, not {string.Join(" and ", given)}."
                ))
            );
    }

    private static void Window(ScheduleTiming timing, List<TimingFault> faults)
    {
        if (timing.EndAt <= timing.StartAt)
            faults.Add(new("endAt", $"{Text(timing.EndAt!.Value)} is not after startAt."));
        if (timing.At < timing.StartAt || timing.At > timing.EndAt)
            faults.Add(new("at", $"{Text(timing.At!.Value)} is not between startAt and endAt."));
        if (timing.At?.ToUnixTimeMilliseconds() >= Occurrences.HorizonMs)
            faults.Add(new("at", $"{Text(timing.At.Value)} is too far away, times end with the year 2199."));
    }

    private static string Text(DateTimeOffset time) => Zones.Local("UTC", time.ToUnixTimeMilliseconds());
}
