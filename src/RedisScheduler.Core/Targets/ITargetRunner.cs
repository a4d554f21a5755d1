using RedisScheduler.Executions;
using RedisScheduler.Jobs;

namespace RedisScheduler.Targets;

/// <summary>Runs the targets of one kind. Knows nothing of leases, retries or history.</summary>
public interface ITargetRunner
{
    /// <summary>The kind it runs, as in <see cref="Target.Type"/>.</summary>
    string Type { get; }

    /// <summary>Runs one attempt to its end. Throws only <see cref="OperationCanceledException"/>, when the token asked for it; every other failure is an answer.</summary>
    Task<TargetResult> RunAsync(TakenJob job, CancellationToken cancel);
}

/// <summary>How one attempt at a target ended.</summary>
public sealed record TargetResult
{
    /// <summary>Whether it went well, may be tried again, or is final.</summary>
    public required TargetOutcome Outcome { get; init; }

    /// <summary>What it answered: JSON text, or any text; at most 64 KiB.</summary>
    public string? Output { get; init; }

    /// <summary>What went wrong; <c>null</c> on success.</summary>
    public ExecutionError? Error { get; init; }

    /// <summary>The HTTP status, where there is one.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>How long the target asks to be left alone (Retry-After); overrides a shorter backoff.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>What follows from an attempt.</summary>
public enum TargetOutcome
{
    /// <summary>The run succeeded.</summary>
    Succeeded,

    /// <summary>The attempt failed; the retry policy decides.</summary>
    Retryable,

    /// <summary>The run failed; no further attempt could help.</summary>
    Final,
}
