using RedisScheduler.Timing;

namespace RedisScheduler.Definitions;

/// <summary>Reads the timing fields of a PRODUCER.</summary>
public static class TimingReader
{
    internal const int MaxCron = 1_000;
    private const int MaxZone = 100;
    private static readonly string[] Kinds = ["cron", "interval", "at"];

    /// <summary>
    /// Reads a timing and notes what is wrong with it. Whether <c>at</c> is still to come is not asked here: a schedule that ran may be saved again
    /// (<see cref="CheckFuture"/>).
    /// </summary>
    public static ScheduleTiming Read(ObjectReader reader, string? defaultZone)
    {
        var timing = ReadUnchecked(reader, defaultZone);
        var given = Kinds.Any(kind => reader.Any(kind) is not null);
        foreach (var fault in TimingRules.Validate(timing, long.MinValue))
        {
            // A field that could not be read is noted already, and does not count as missing.
            var noted = reader.Errors.Has(reader.At(fault.Field)) || (fault.Field == "cron" && timing.Cron is null && given);
            if (!noted)
            {
                reader.Errors.Add(reader.At(fault.Field), fault.Message);
            }
        }

        return timing;
    }

    /// <summary>Notes where a timing's one moment has passed; for a timing that is new or has changed.</summary>
    /// <param name="timing">The timing.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="path">The path of the object that holds it.</param>
    /// <param name="errors">Where it is noted.</param>
    public static void CheckFuture(ScheduleTiming timing, DateTimeOffset now, string path, FieldErrors errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        foreach (var fault in TimingRules.Validate(timing, now.ToUnixTimeMilliseconds()))
        {
            errors.Add(FieldErrors.Path(path, fault.Field), fault.Message);
        }
    }

    internal static ScheduleTiming ReadUnchecked(ObjectReader reader, string? defaultZone)
    {
        var defaults = new ScheduleTiming();
        return new ScheduleTiming
        {
            Cron = reader.Text("cron", MaxCron),
            Interval = reader.Duration("interval", TimeSpan.FromTicks(1), TimeSpan.MaxValue),
            At = reader.Time("at"),
            TimeZone = reader.Text("timeZone", MaxZone) ?? defaultZone ?? defaults.TimeZone,
            StartAt = reader.Time("startAt"),
            EndAt = reader.Time("endAt"),
            MaxRuns = reader.Whole("maxRuns", 1, int.MaxValue),
            Jitter = reader.Duration("jitter", TimeSpan.Zero, TimingRules.MaxJitter) ?? defaults.Jitter,
            RunImmediately = reader.Flag("runImmediately") ?? defaults.RunImmediately,
            DstGap = reader.Word("dstGap", Words.Of<DstGap>()) ?? defaults.DstGap,
            DstFold = reader.Word("dstFold", Words.Of<DstFold>()) ?? defaults.DstFold,
            Exclusions = ExclusionReader.Read(reader),
        };
    }
}
