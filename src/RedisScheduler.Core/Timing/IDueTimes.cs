namespace RedisScheduler.Timing;

/// <summary>Due times without a window: one implementation for each kind of timing.</summary>
internal interface IDueTimes
{
    /// <summary>The first due time after a moment, which is before the horizon, or null. Unix milliseconds.</summary>
    long? NextAfter(long unixMs);
}

/// <summary>One moment.</summary>
internal sealed record MomentDueTimes(long AtMs) : IDueTimes
{
    public long? NextAfter(long unixMs) => unixMs < AtMs ? AtMs : null;
}

/// <summary>A first moment and every multiple of a step after it.</summary>
internal sealed record IntervalDueTimes(long FirstMs, long StepMs) : IDueTimes
{
    public long? NextAfter(long unixMs)
    {
        if (unixMs < FirstMs)
            return FirstMs;
        return FirstMs + (((unixMs - FirstMs) / StepMs) + 1) * StepMs;
    }
}
