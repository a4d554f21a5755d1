using RedisScheduler.Jobs;

namespace RedisScheduler.Bench;

/// <summary>The job of all measures: it does nothing but tell the one that is measuring that it started.</summary>
public sealed class Probe(TimeProvider time) : IJobHandler
{
    /// <summary>Told of each start, and of the moment.</summary>
    public static Action<JobContext, DateTimeOffset>? Started { get; set; }

    public Task<object?> RunAsync(JobContext context, CancellationToken cancel)
    {
        Started?.Invoke(context, time.GetUtcNow());
        return Task.FromResult<object?>(null);
    }
}
