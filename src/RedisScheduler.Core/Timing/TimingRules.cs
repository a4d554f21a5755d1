namespace RedisScheduler.Timing;

/// <summary>What a timing has to be. Nothing that breaks a rule is ever replaced by something that does not.</summary>
public static class TimingRules
{
    /// <summary>All that is wrong with a timing; empty where it is valid.</summary>
    /// <param name="timing">The timing.</param>
    /// <param name="nowUnixMs">The present moment: <c>at</c> has to be after it.</param>
    public static IReadOnlyList<TimingFault> Validate(ScheduleTiming timing, long nowUnixMs) =>
        timing.At?.ToUnixTimeMilliseconds() <= nowUnixMs ? [new("at", "at has to be in the future.")] : [];
}
