using Microsoft.Extensions.Logging;

namespace RedisScheduler.Engine.Processing;

/// <summary>What processing logs. Event ids 1020 to 1039.</summary>
internal static partial class ProcessingLog
{
    [LoggerMessage(1020, LogLevel.Warning, "The lease of job {Id} was lost before its end was accepted; its result is dropped, and it runs again.")]
    internal static partial void Lost(this ILogger log, string id);

    [LoggerMessage(1021, LogLevel.Debug, "The end of job {Id} was refused when it was sent again: it had been accepted, or the lease was lost meanwhile.")]
    internal static partial void LostAgain(this ILogger log, string id);

    [LoggerMessage(1022, LogLevel.Error, "Job {Id} did not end within {Grace} after it was told to stop ({Cause}); its end is written without it.")]
    internal static partial void Abandoned(this ILogger log, string id, TimeSpan grace, StopCause cause);

    [LoggerMessage(1023, LogLevel.Information, "Stopping: {Running} jobs run, and have {Timeout} to end.")]
    internal static partial void Stopping(this ILogger log, int running, TimeSpan timeout);

    [LoggerMessage(1024, LogLevel.Warning, "Stopping: {Running} jobs still run, are cancelled and handed back.")]
    internal static partial void HandsBack(this ILogger log, int running);

    [LoggerMessage(1025, LogLevel.Error, "{Count} ended jobs could not be reported before the stop; they run again when their leases run out.")]
    internal static partial void NotReported(this ILogger log, int count);

    [LoggerMessage(1026, LogLevel.Warning, "{Requeued} jobs of lost workers are back in their queues, {GivenUp} were lost too often and given up.")]
    internal static partial void Recovered(this ILogger log, int requeued, int givenUp);

    [LoggerMessage(1027, LogLevel.Error, "Job {Id}: what was to happen at its cancellation failed.")]
    internal static partial void CancellationFailed(this ILogger log, Exception error, string id);

    [LoggerMessage(1028, LogLevel.Warning, "Job {Id} is stopped: its lease was lost.")]
    internal static partial void LeaseLost(this ILogger log, string id);

    [LoggerMessage(1029, LogLevel.Warning, "Stopping: ended jobs could not be reported: {Reason}")]
    internal static partial void ReportFailed(this ILogger log, string reason);
}
