using Microsoft.Extensions.Logging;

namespace RedisScheduler.Redis;

/// <summary>What this assembly logs; event ids 1000 to 1099.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(1000, LogLevel.Debug, "Redis' clock is {SkewMs} ms ahead of this machine's")]
    public static partial void ClockMeasured(ILogger logger, double skewMs);

    [LoggerMessage(1001, LogLevel.Warning, "Redis' clock could not be read, its skew stays {SkewMs} ms: {Reason}")]
    public static partial void ClockNotMeasured(ILogger logger, double skewMs, string reason);

    [LoggerMessage(1002, LogLevel.Warning, "Signals of {Channel} could not be subscribed, trying again: {Reason}")]
    public static partial void NotSubscribed(ILogger logger, string channel, string reason);

    [LoggerMessage(1003, LogLevel.Error, "A subscriber of {Channel} threw")]
    public static partial void SubscriberThrew(ILogger logger, string channel, Exception error);
}
