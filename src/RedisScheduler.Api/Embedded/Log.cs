namespace RedisScheduler.Api.Embedded;

/// <summary>What the embedded server has to say. Its password never appears.</summary>
internal static partial class Log
{
    [LoggerMessage(9001, LogLevel.Information, "Embedded server ready on 127.0.0.1:{Port} after {Elapsed} ms, data in {Folder}")]
    public static partial void Ready(ILogger logger, int port, long elapsed, string folder);

    [LoggerMessage(9002, LogLevel.Error, "Embedded server ended unexpectedly, it is started again. It wrote:\n{Output}")]
    public static partial void Died(ILogger logger, string output);

    [LoggerMessage(9003, LogLevel.Error, "Embedded server could not be started again, next attempt in {Backoff}")]
    public static partial void RestartFailed(ILogger logger, TimeSpan backoff, Exception error);

    [LoggerMessage(9004, LogLevel.Information, "Embedded server stopped")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(9005, LogLevel.Warning, "Embedded server did not end in time; it is killed within seconds")]
    public static partial void StopTimedOut(ILogger logger, Exception error);
}
