using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Targets;
using RedisScheduler.Timing;

namespace RedisScheduler.Engine.Processing;

/// <summary>Decides what becomes of a job after an attempt. Pure: the same input gives the same answer.</summary>
internal static class AttemptOutcome
{
    /// <summary>The most bytes (UTF-8) of output that a run keeps.</summary>
    internal const int MostOutput = 64 * 1024;

    /// <summary>The most bytes (UTF-8) of error details that a run keeps.</summary>
    internal const int MostDetails = 16 * 1024;

    private const int MostMessage = 4 * 1024;

    /// <summary>The finish to report; <c>null</c> where the job is somebody else's by now.</summary>
    /// <param name="job">The job.</param>
    /// <param name="started">The event of its start, which has its identity.</param>
    /// <param name="finishedMs">When the attempt ended, unix milliseconds.</param>
    /// <param name="cause">Why it was told to stop.</param>
    /// <param name="result">What its target answered; <c>null</c> when it gave up because it was told to stop, or never answered.</param>
    /// <param name="random">A number from 0 to 1, for the jitter of a retry.</param>
    internal static Finish? Of(TakenJob job, JobEvent started, long finishedMs, StopCause cause, TargetResult? result, double random)
    {
        return (cause, result?.Outcome) switch
        {
            (StopCause.LeaseLost, _) => null,
            (StopCause.Shutdown, null) => HandBack(job, started),
            (_, TargetOutcome.Succeeded) => End(FinishKind.Succeeded, ExecutionStatus.Succeeded),
            (StopCause.Cancelled, _) => End(FinishKind.Cancelled, ExecutionStatus.Cancelled),
            (StopCause.TimedOut, _) => Failed(ExecutionStatus.TimedOut, Wait(), TimeoutError(job)),
            (_, null) => Failed(ExecutionStatus.Failed, Wait(), Unasked),
            (_, TargetOutcome.Final) => Failed(ExecutionStatus.Failed, null, result!.Error),
            _ => Failed(ExecutionStatus.Failed, Wait(), result!.Error),
        };

        TimeSpan? Wait() => RetryDecision.Wait(job.Spec.Retry, job.Failures + 1, result?.RetryAfter, random);

        Finish Failed(ExecutionStatus status, TimeSpan? wait, ExecutionError? error) => wait is { } after
            ? End(FinishKind.Retry, ExecutionStatus.Retrying, status, error, finishedMs + (long)after.TotalMilliseconds)
            : End(FinishKind.Failed, status, null, error);

        Finish End(FinishKind kind, ExecutionStatus status, ExecutionStatus? attempt = null, ExecutionError? error = null, long? retryAtMs = null)
        {
            var ended = started with
            {
                Status = status,
                AttemptStatus = attempt,
                FinishedMs = finishedMs,
                Output = Text.Limit(result?.Output, MostOutput),
                HttpStatus = result?.HttpStatus,
                Error = Limit(error),
            };
            return new Finish(job.Id, job.Token, kind, ended, retryAtMs);
        }
    }

    private static ExecutionError Unasked { get; } = new("cancelled", "The target gave up although nobody told it to.");

    // The attempt does not count, so nothing of it is told but that the job waits again.
    private static Finish HandBack(TakenJob job, JobEvent started) => new(
        job.Id, job.Token, FinishKind.HandBack,
        started with { Status = ExecutionStatus.Queued, StartedMs = null, Reason = "Handed back: its worker stops." });

    private static ExecutionError TimeoutError(TakenJob job) =>
        new("timeout", $"The attempt ran longer than its time-out of {DurationText.Format(job.Spec.Timeout)}.");

    private static ExecutionError? Limit(ExecutionError? error) =>
        error is null ? null : error with { Message = Text.Limit(error.Message, MostMessage)!, Details = Text.Limit(error.Details, MostDetails) };
}
