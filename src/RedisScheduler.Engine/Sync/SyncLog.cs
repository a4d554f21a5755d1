using Microsoft.Extensions.Logging;

namespace RedisScheduler.Engine.Sync;

/// <summary>What the comparison of SQL and Redis logs. Event ids 1060 to 1069.</summary>
internal static partial class SyncLog
{
    [LoggerMessage(1060, LogLevel.Information, "Redis differed from the definitions: {Applied} schedules are registered, {Removed} are removed.")]
    internal static partial void Repaired(this ILogger log, int applied, int removed);

    [LoggerMessage(1061, LogLevel.Error, "Schedule {Key} cannot be registered: its timing cannot be read.")]
    internal static partial void NotReadable(this ILogger log, Exception error, string key);
}
