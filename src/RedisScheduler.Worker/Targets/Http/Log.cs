namespace RedisScheduler.Worker.Targets.Http;

internal static partial class Log
{
    [LoggerMessage(
        4201,
        LogLevel.Information,
        "INTERNAL_API_SECRET is not set: requests are signed with the secret kept in {Path}. Processes with data folders of their own need it set to sign alike."
    )]
    public static partial void InternalSecretKept(ILogger logger, string path);
}
