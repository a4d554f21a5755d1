using RedisScheduler.Jobs;

namespace RedisScheduler.Bench;

/// <summary>The job of all measures: it does nothing but note that, and how late, it started.</summary>
public sealed class Probe(TimeProvider time) : IJobHandler
{
    private static TaskCompletionSource allStarted = new();
    private static double[] lateness = [];
    private static int started;

    /// <summary>How many have started since <see cref="Expect"/>.</summary>
    public static int Started => Volatile.Read(ref started);

    /// <summary>Begins to count; the answer ends when so many have started.</summary>
    public static Task Expect(int count)
    {
        started = 0;
        lateness = new double[count];
        allStarted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return allStarted.Task;
    }

    /// <summary>The lateness of those that started, in milliseconds, smallest first.</summary>
    public static double[] Lateness() => [.. lateness.Take(Started).Order()];

    public Task<object?> RunAsync(JobContext context, CancellationToken cancel)
    {
        var at = Interlocked.Increment(ref started);
        if (at <= lateness.Length)
        {
            lateness[at - 1] = (time.GetUtcNow() - context.ScheduledAt).TotalMilliseconds;
        }

        if (at == lateness.Length)
        {
            allStarted.TrySetResult();
        }

        return Task.FromResult<object?>(null);
    }
}
