using Microsoft.Extensions.Logging;

namespace RedisScheduler.Storage.Migrations;

internal static partial class Log
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Information, Message = "Applied migration {Name}")]
    public static partial void Applied(ILogger logger, string name);
}
