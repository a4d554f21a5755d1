using Microsoft.Extensions.Logging;
using RedisScheduler.Executions;

namespace RedisScheduler.Engine.Recording;

/// <summary>What recording logs. Event ids 1040 to 1049.</summary>
internal static partial class RecordingLog
{
    [LoggerMessage(1040, LogLevel.Warning, "Another process records now; this one held the right for too long without a renewal.")]
    internal static partial void LostRight(this ILogger log);

    [LoggerMessage(1041, LogLevel.Error, "The history refuses a batch of {Count} facts; they are tried one by one.")]
    internal static partial void BatchRefused(this ILogger log, Exception error, int count);

    [LoggerMessage(1042, LogLevel.Critical, "The history refuses a fact, which is given up: run {Id}, status {Status}, attempt {Attempt}.")]
    internal static partial void FactRefused(this ILogger log, Exception error, string id, ExecutionStatus status, int attempt);

    [LoggerMessage(1043, LogLevel.Critical, "An entry of the outbox is no fact, and is given up ({Reason}): {Entry}")]
    internal static partial void EntryUnreadable(this ILogger log, string reason, string entry);

    [LoggerMessage(1044, LogLevel.Critical, "The audit log refuses {Count} entries, which are given up; the history has their runs.")]
    internal static partial void AuditRefused(this ILogger log, Exception error, int count);
}
