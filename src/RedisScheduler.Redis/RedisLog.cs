using Microsoft.Extensions.Logging;

namespace RedisScheduler.Redis;

/// <summary>What this assembly logs; event ids 3000 to 3099.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(3000, LogLevel.Debug, "Redis' clock is {SkewMs} ms ahead of this machine's")]
    public static partial void ClockMeasured(ILogger logger, double skewMs);

    [LoggerMessage(3001, LogLevel.Warning, "Redis' clock could not be read, its skew stays {SkewMs} ms: {Reason}")]
    public static partial void ClockNotMeasured(ILogger logger, double skewMs, string reason);

    [LoggerMessage(3002, LogLevel.Warning, "Signals of {Channel} could not be subscribed, trying again: {Reason}")]
    public static partial void NotSubscribed(ILogger logger, string channel, string reason);

    [LoggerMessage(3003, LogLevel.Error, "A subscriber of {Channel} threw")]
    public static partial void SubscriberThrew(ILogger logger, string channel, Exception error);
}
