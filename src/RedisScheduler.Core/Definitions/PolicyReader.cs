using RedisScheduler.Schedules;

namespace RedisScheduler.Definitions;

/// <summary>Reads the policies of a PRODUCER: retry, misfire and overlap.</summary>
public static class PolicyReader
{
    private static readonly TimeSpan Month = TimeSpan.FromDays(30);
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    internal static RetryPolicy Retry(ObjectReader? reader)
    {
        var defaults = new RetryPolicy();
        if (reader is null)
        {
            return defaults;
        }

        var policy = new RetryPolicy
        {
            MaxAttempts = (int?)reader.Whole("maxAttempts", 1, 100) ?? defaults.MaxAttempts,
            Delay = reader.Duration("delay", TimeSpan.Zero, Month) ?? defaults.Delay,
            Factor = reader.Number("factor", 1, 100) ?? defaults.Factor,
            MaxDelay = reader.Duration("maxDelay", TimeSpan.Zero, Month) ?? defaults.MaxDelay,
            Jitter = reader.Word("jitter", Words.Of<RetryJitter>()) ?? defaults.Jitter,
        };
        reader.Finish();
        return policy;
    }

    internal static MisfirePolicy Misfire(ObjectReader? reader)
    {
        var defaults = new MisfirePolicy();
        if (reader is null)
        {
            return defaults;
        }

        var policy = new MisfirePolicy
        {
            Action = reader.Word("policy", Words.Of<MisfireAction>()) ?? defaults.Action,
            Threshold = reader.Duration("threshold", TimeSpan.Zero, Month) ?? defaults.Threshold,
            CatchUpWindow = reader.Duration("catchUpWindow", TimeSpan.Zero, Year) ?? defaults.CatchUpWindow,
            MaxCatchUp = (int?)reader.Whole("maxCatchUp", 1, 10_000) ?? defaults.MaxCatchUp,
        };
        reader.Finish();
        return policy;
    }

    /// <summary><c>allowOverlap</c> is the older name: <c>false</c> is skip, <c>true</c> is allow.</summary>
    internal static OverlapPolicy Overlap(ObjectReader reader)
    {
        var allow = reader.Flag("allowOverlap");
        if (allow is not null && reader.Any("overlap") is not null)
        {
            reader.Errors.Add(reader.At("allowOverlap"), "Only one of overlap and allowOverlap may be given.");
        }

        return Named(reader, "overlap") ?? (allow == true ? OverlapPolicy.Allow : OverlapPolicy.Skip);
    }

    /// <summary>The overlap policy in a field.</summary>
    public static OverlapPolicy? Named(ObjectReader reader, string name)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.Word(name, Words.Of<OverlapPolicy>());
    }
}
