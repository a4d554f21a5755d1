using System.Collections.Concurrent;
using RedisScheduler.Jobs;
using RedisScheduler.Targets;

namespace RedisScheduler.Engine.Tests.Processing;

/// <summary>Handlers that end when a test says so.</summary>
internal sealed class FakeTarget : ITargetRunner
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<TargetResult>> ends = new(StringComparer.Ordinal);

    internal static TargetResult Good { get; } = new() { Outcome = TargetOutcome.Succeeded };

    public string Type => HandlerTarget.TypeName;

    internal ConcurrentDictionary<string, CancellationToken> Started { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether handlers go on although they were told to stop.</summary>
    internal bool Stubborn { get; set; }

    internal void End(string id, TargetResult? result = null) => Source(id).TrySetResult(result ?? Good);

    internal void Throw(string id, Exception error) => Source(id).TrySetException(error);

    public async Task<TargetResult> RunAsync(TakenJob job, CancellationToken cancel)
    {
        Started[job.Id] = cancel;
        return Stubborn ? await Source(job.Id).Task : await Source(job.Id).Task.WaitAsync(cancel);
    }

    private TaskCompletionSource<TargetResult> Source(string id) =>
        ends.GetOrAdd(id, _ => new TaskCompletionSource<TargetResult>(TaskCreationOptions.RunContinuationsAsynchronously));
}
