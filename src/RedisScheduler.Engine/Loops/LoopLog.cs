using Microsoft.Extensions.Logging;

namespace RedisScheduler.Engine.Loops;

/// <summary>What loops log. Event ids 1000 to 1009.</summary>
internal static partial class LoopLog
{
    [LoggerMessage(1000, LogLevel.Warning, "{Service} waits: {Reason} It tries again until it can go on. Cause: {Cause}")]
    internal static partial void Waits(this ILogger log, string service, string reason, string cause);

    [LoggerMessage(1001, LogLevel.Error, "{Service} failed, and tries again.")]
    internal static partial void Failed(this ILogger log, Exception error, string service);

    [LoggerMessage(1002, LogLevel.Information, "{Service} goes on after {Failures} failed tries.")]
    internal static partial void GoesOn(this ILogger log, string service, int failures);

    [LoggerMessage(1003, LogLevel.Error, "{Service} could not end its work.")]
    internal static partial void NotDrained(this ILogger log, Exception error, string service);
}
