using Microsoft.Extensions.Logging;

namespace RedisScheduler.Engine.Firing;

/// <summary>What firing logs. Event ids 1010 to 1019.</summary>
internal static partial class FiringLog
{
    [LoggerMessage(1010, LogLevel.Error, "Schedule {Key} cannot be planned; it is recorded as missed and looked at again in a minute.")]
    internal static partial void NotPlanned(this ILogger log, Exception error, string key);
}
