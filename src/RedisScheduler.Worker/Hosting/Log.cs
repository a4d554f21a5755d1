namespace RedisScheduler.Worker.Hosting;

internal static partial class Log
{
    [LoggerMessage(4101, LogLevel.Warning, "The database does not answer yet ({Cause}); trying again in {Seconds:0.##} s.")]
    public static partial void DatabaseNotUp(ILogger logger, string cause, double seconds);
}
