namespace RedisScheduler.Engine.Processing;

/// <summary>
/// The attempts of this process on one shard, shared by the Processor, which adds and removes them, and the LeaseKeeper. Watches their time-outs with one timer for all: it is set to the earliest
/// deadline that was ever added and looks at all jobs when it fires, so that a job that ends in time costs no timer of its own.
/// </summary>
internal sealed class RunningJobs : IDisposable
{
    private readonly Lock gate = new();
    private readonly HashSet<RunningJob> jobs = [];
    private readonly EngineOptions options;
    private readonly TimeProvider time;
    private readonly ITimer timer;
    private long nextLook = long.MaxValue;

    /// <summary>Makes an empty one.</summary>
    public RunningJobs(EngineOptions options, TimeProvider time)
    {
        (this.options, this.time) = (options, time);
        timer = time.CreateTimer(static self => ((RunningJobs)self!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Told of each job that did not end in time after it was told to stop.</summary>
    internal Action<RunningJob>? Overdue { get; set; }

    /// <summary>How many run.</summary>
    internal int Count
    {
        get
        {
            lock (gate)
            {
                return jobs.Count;
            }
        }
    }

    /// <summary>Adds one.</summary>
    internal void Add(RunningJob job)
    {
        var deadline = job.Started.Stamp + Stamps(job.Job.Spec.Timeout);
        lock (gate)
        {
            jobs.Add(job);
            LookAt(deadline);
        }
    }

    /// <summary>Removes one.</summary>
    internal void Remove(RunningJob job)
    {
        lock (gate)
        {
            jobs.Remove(job);
        }
    }

    /// <summary>All that run at this moment.</summary>
    internal RunningJob[] All()
    {
        lock (gate)
        {
            return [.. jobs];
        }
    }

    /// <summary>Tells one to stop; false when it was told before, or has ended.</summary>
    internal bool Stop(RunningJob job, StopCause cause)
    {
        var now = time.GetTimestamp();
        if (!job.Stop(cause, now))
        {
            return false;
        }

        lock (gate)
        {
            LookAt(now + Stamps(options.StopGrace));
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private void Look()
    {
        var now = time.GetTimestamp();
        lock (gate)
        {
            nextLook = long.MaxValue;
        }

        var next = long.MaxValue;
        foreach (var job in All())
        {
            var deadline = Deadline(job);
            if (deadline > now)
            {
                next = Math.Min(next, deadline);
            }
            else if (job.StoppedStamp is null)
            {
                Stop(job, StopCause.TimedOut);
            }
            else
            {
                Overdue?.Invoke(job);
            }
        }

        lock (gate)
        {
            LookAt(next);
        }
    }

    private long Deadline(RunningJob job) =>
        job.StoppedStamp is { } stopped ? stopped + Stamps(options.StopGrace) : job.Started.Stamp + Stamps(job.Job.Spec.Timeout);

    private void LookAt(long stamp)
    {
        if (stamp >= nextLook)
        {
            return;
        }

        nextLook = stamp;
        var wait = time.GetElapsedTime(time.GetTimestamp(), stamp);
        // A timer counts whole milliseconds; one that fires before the deadline would find nothing to do.
        timer.Change(TimeSpan.FromMilliseconds(Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 1, LongestTimer)), Timeout.InfiniteTimeSpan);
    }

    private const double LongestTimer = 86_400_000;

    private long Stamps(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
