using RedisScheduler.Executions;

namespace RedisScheduler.Jobs;

/// <summary>How an attempt ended, as a worker reports it.</summary>
/// <param name="Id">The job.</param>
/// <param name="Token">The lease's token.</param>
/// <param name="Kind">What is to become of the job.</param>
/// <param name="Event">The row that this leaves in the history: times, status, attempt, error, output.</param>
/// <param name="RetryAtMs">For <see cref="FinishKind.Retry"/>: when it is due again, unix milliseconds.</param>
public sealed record Finish(string Id, long Token, FinishKind Kind, JobEvent Event, long? RetryAtMs = null);

/// <summary>What becomes of a job after an attempt.</summary>
public enum FinishKind
{
    /// <summary>It ended well. Hangfire's state Succeeded.</summary>
    Succeeded,

    /// <summary>It ended for good without success (failed, timed out). Hangfire's state Failed.</summary>
    Failed,

    /// <summary>Somebody cancelled it. Hangfire's state Deleted.</summary>
    Cancelled,

    /// <summary>The attempt failed and another follows at the retry time. Hangfire's state Scheduled.</summary>
    Retry,

    /// <summary>The worker stops and gives the job back unfinished; the attempt does not count. Back at the head of its queue.</summary>
    HandBack,
}

/// <summary>Whether a finish was accepted.</summary>
public enum FinishResult
{
    /// <summary>It was.</summary>
    Accepted,

    /// <summary>The lease ran out and the job is somebody else's, or gone; nothing changed.</summary>
    Lost,
}
