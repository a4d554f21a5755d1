namespace RedisScheduler.Engine.Processing;

/// <summary>Jobs that are under lease before they are due: starts each when it is, with one timer for all.</summary>
internal sealed class EarlyJobs : IDisposable
{
    private readonly Lock gate = new();
    private readonly PriorityQueue<RunningJob, long> waiting = new();
    private readonly TimeProvider time;
    private readonly ITimer timer;

    /// <summary>Makes an empty one.</summary>
    public EarlyJobs(TimeProvider time)
    {
        this.time = time;
        timer = time.CreateTimer(static self => ((EarlyJobs)self!).StartDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Adds some.</summary>
    internal void Add(IReadOnlyList<RunningJob> jobs)
    {
        if (jobs.Count == 0)
        {
            return;
        }

        lock (gate)
        {
            foreach (var job in jobs)
            {
                waiting.Enqueue(job, job.Started.Ms);
            }

            WaitForFirst();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private void StartDue()
    {
        lock (gate)
        {
            for (var now = time.GetUtcNow(); waiting.TryPeek(out var job, out var dueMs) && dueMs <= now.ToUnixTimeMilliseconds(); now = time.GetUtcNow())
            {
                waiting.Dequeue();
                job.Start(now.ToUnixTimeMilliseconds(), time.GetTimestamp());
            }

            WaitForFirst();
        }
    }

    private void WaitForFirst()
    {
        if (waiting.TryPeek(out _, out var dueMs))
        {
            var wait = DateTimeOffset.FromUnixTimeMilliseconds(dueMs) - time.GetUtcNow();
            timer.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
