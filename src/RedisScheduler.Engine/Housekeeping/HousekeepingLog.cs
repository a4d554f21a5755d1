using Microsoft.Extensions.Logging;

namespace RedisScheduler.Engine.Housekeeping;

/// <summary>What housekeeping logs. Event ids 1050 to 1059.</summary>
internal static partial class HousekeepingLog
{
    [LoggerMessage(1050, LogLevel.Debug, "Cleared away {Executions} executions, {Answers} kept answers, {Remembered} rows of the audit log and {Failed} failed jobs.")]
    internal static partial void Cleared(this ILogger log, int executions, int answers, int remembered, int failed);
}
