using System.Collections.Frozen;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Targets;

namespace RedisScheduler.Engine.Processing;

/// <summary>The runners of this process, by the kind of target.</summary>
internal sealed class TargetRunners(IEnumerable<ITargetRunner> runners)
{
    private readonly FrozenDictionary<string, ITargetRunner> byType = runners.ToFrozenDictionary(runner => runner.Type, StringComparer.Ordinal);

    /// <summary>
    /// Runs one attempt. Every failure is an answer; <c>null</c> says that the attempt gave up because its token was cancelled.
    /// </summary>
    internal async ValueTask<TargetResult?> RunAsync(TakenJob job, CancellationToken cancel)
    {
        if (!byType.TryGetValue(job.Spec.Target.Type, out var runner))
        {
            return Failure(TargetOutcome.Final, "target.unknown", $"This worker runs no targets of the kind '{job.Spec.Target.Type}'.", null);
        }

        try
        {
            return await runner.RunAsync(job, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error)
        {
            return Failure(TargetOutcome.Retryable, error.GetType().FullName!, error.Message, error.ToString());
        }
    }

    private static TargetResult Failure(TargetOutcome outcome, string type, string message, string? details) =>
        new() { Outcome = outcome, Error = new ExecutionError(type, message, details) };
}
