namespace RedisScheduler.Schedules;

/// <summary>Exponential backoff: the wait before attempt n+1 is min(<see cref="MaxDelay"/>, <see cref="Delay"/> × <see cref="Factor"/>^(n-1)), spread by <see cref="Jitter"/>.</summary>
public sealed record RetryPolicy
{
    /// <summary>Attempts in all, the first one counted; 1 to 100, default 3.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>The wait before the second attempt; default 1 second.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>By how much each further wait is longer; 1 to 100, default 2.</summary>
    public double Factor { get; init; } = 2;

    /// <summary>The longest wait; default 1 hour.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How waits are spread; default <see cref="RetryJitter.Full"/>.</summary>
    public RetryJitter Jitter { get; init; } = RetryJitter.Full;
}

/// <summary>How waits are spread, by the names of "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015).</summary>
public enum RetryJitter
{
    /// <summary>Anything from 0 to the computed wait.</summary>
    Full,

    /// <summary>Half of the computed wait, and anything from 0 to the other half.</summary>
    Equal,

    /// <summary>Exactly the computed wait.</summary>
    None,
}
