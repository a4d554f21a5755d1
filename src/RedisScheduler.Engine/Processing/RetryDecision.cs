using RedisScheduler.Schedules;

namespace RedisScheduler.Engine.Processing;

/// <summary>Whether and when a failed attempt is followed by another.</summary>
internal static class RetryDecision
{
    /// <summary>How long to wait before the next attempt; <c>null</c> when there is none, because attempts ran out.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="failures">Attempts that failed so far, this one counted.</param>
    /// <param name="retryAfter">What the target asked for; a shorter wait becomes that long.</param>
    /// <param name="random">A number from 0 to 1, for the jitter.</param>
    internal static TimeSpan? Wait(RetryPolicy policy, int failures, TimeSpan? retryAfter, double random)
    {
        if (failures >= policy.MaxAttempts)
        {
            return null;
        }

        var full = policy.Delay <= TimeSpan.Zero ? 0 : Math.Min(policy.MaxDelay.TotalMilliseconds, policy.Delay.TotalMilliseconds * Math.Pow(policy.Factor, failures - 1));
        var spread = policy.Jitter switch
        {
            RetryJitter.Full => full * random,
            RetryJitter.Equal => (full / 2) + (full / 2 * random),
            _ => full,
        };
        var wait = TimeSpan.FromMilliseconds(Math.Round(spread));
        return retryAfter > wait ? retryAfter : wait;
    }
}
