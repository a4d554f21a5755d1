using System.Text.Json;
using RedisScheduler.Executions;

namespace RedisScheduler.Jobs;

/// <summary>A .NET class that runs jobs of <c>handler</c> targets. One instance a run, made by dependency injection in a scope of its own.</summary>
public interface IJobHandler
{
    /// <summary>
    /// Runs one attempt. What it returns is serialized to JSON as the run's output. An exception fails the attempt, and the retry policy decides what follows;
    /// a <see cref="FinalJobException"/> fails the run for good. The token is cancelled on time-out, cancellation, lost lease and shutdown.
    /// </summary>
    Task<object?> RunAsync(JobContext context, CancellationToken cancel);
}

/// <summary>What a handler knows of its run.</summary>
/// <param name="ExecutionId">The run; the same in every attempt, so a good idempotency key.</param>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="WorkflowId">The workflow, if any.</param>
/// <param name="Producer">The producer, if any.</param>
/// <param name="ScheduledAt">The nominal due time.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Trigger">What made the run.</param>
/// <param name="Payload">The payload as it was saved; <see cref="JsonValueKind.Null"/> when there is none.</param>
public sealed record JobContext(
    string ExecutionId, string ScheduleId, string? WorkflowId, string? Producer, DateTimeOffset ScheduledAt, int Attempt, ExecutionTrigger Trigger, JsonElement Payload);

/// <summary>Thrown by a handler to say that trying again is of no use.</summary>
public sealed class FinalJobException : Exception
{
    /// <summary>Says why.</summary>
    public FinalJobException(string message) : base(message) { }

    /// <summary>Says why, and what caused it.</summary>
    public FinalJobException(string message, Exception inner) : base(message, inner) { }

    /// <summary>Says nothing but that.</summary>
    public FinalJobException() { }
}
