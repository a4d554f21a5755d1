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

    [LoggerMessage(3004, LogLevel.Error, "Schedule {Key} cannot be read from Redis and is put off by a minute; save it again to repair it")]
    public static partial void UnreadableSchedule(ILogger logger, string key, Exception error);

    [LoggerMessage(3005, LogLevel.Error, "Job {Id} cannot be read from Redis; its lease will run out, and it will end as lost")]
    public static partial void UnreadableJob(ILogger logger, string id, Exception error);

    [LoggerMessage(3003, LogLevel.Error, "A subscriber of {Channel} threw")]
    public static partial void SubscriberThrew(ILogger logger, string channel, Exception error);
}
