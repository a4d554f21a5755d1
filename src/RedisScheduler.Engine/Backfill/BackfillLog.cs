using Microsoft.Extensions.Logging;

namespace RedisScheduler.Engine.Backfill;

/// <summary>What backfills log. Event ids 1080 to 1084.</summary>
internal static partial class BackfillLog
{
    [LoggerMessage(1080, LogLevel.Information, "The schedule {Key} is backfilled by {By}: {Made} due times are queued, {Skipped} skipped, {There} were there already.")]
    internal static partial void Backfilled(this ILogger log, string key, int made, int skipped, int there, string by);
}
