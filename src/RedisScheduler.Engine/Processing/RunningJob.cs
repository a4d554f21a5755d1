using RedisScheduler.Jobs;

namespace RedisScheduler.Engine.Processing;

/// <summary>
/// One attempt in this process, from when its job is held to its end. It ends once: by its target's end, or, where that does not come after the job was told to stop, by being abandoned. It is its own work item, so that
/// starting it allocates nothing more.
/// </summary>
internal sealed class RunningJob(TakenJob job, long startsMs, long stamp, long leaseUntilMs, Action<RunningJob> run) : IThreadPoolWorkItem, IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource source = new();
    private long startedMs = startsMs;
    private long startedStamp = stamp;
    private long leaseUntilMs = leaseUntilMs;
    private volatile bool started;
    private StopCause cause;
    private long stoppedStamp;
    private Task stopping = Task.CompletedTask;
    private bool ended;

    /// <summary>The job.</summary>
    internal TakenJob Job => job;

    /// <summary>When the attempt started, or is to start: by the wall clock in unix milliseconds, and as a timestamp that no clock change moves.</summary>
    internal (long Ms, long Stamp) Started => (Volatile.Read(ref startedMs), Volatile.Read(ref startedStamp));

    /// <summary>Whether the attempt has begun.</summary>
    internal bool HasStarted => started;

    /// <summary>When the lease runs out as far as this process knows, unix milliseconds.</summary>
    internal long LeaseUntilMs
    {
        get => Volatile.Read(ref leaseUntilMs);
        set => Volatile.Write(ref leaseUntilMs, value);
    }

    /// <summary>Whether Redis knows that the attempt started. Used by the LeaseKeeper alone.</summary>
    internal bool StartReported { get; set; }

    /// <summary>Cancelled when the job is told to stop.</summary>
    internal CancellationToken Token { get; private set; }

    /// <summary>When the job was told to stop, as a timestamp; <c>null</c> when it was not.</summary>
    internal long? StoppedStamp
    {
        get
        {
            lock (gate)
            {
                return cause == StopCause.None ? null : stoppedStamp;
            }
        }
    }

    /// <summary>Begins the attempt: when this thread has nothing else to do, or on another that has not.</summary>
    /// <param name="nowMs">The wall clock, unix milliseconds.</param>
    /// <param name="nowStamp">A timestamp.</param>
    internal void Start(long nowMs, long nowStamp)
    {
        Volatile.Write(ref startedMs, nowMs);
        Volatile.Write(ref startedStamp, nowStamp);
        started = true;
        Token = source.Token;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }

    /// <inheritdoc/>
    public void Execute() => run(this);

    /// <summary>Tells the job to stop; false when it was told before, or has ended.</summary>
    internal bool Stop(StopCause why, long nowStamp)
    {
        lock (gate)
        {
            if (ended || cause != StopCause.None)
            {
                return false;
            }

            (cause, stoppedStamp) = (why, nowStamp);
            // Runs what is registered on the token elsewhere: it may be slow.
            stopping = source.CancelAsync();
            return true;
        }
    }

    /// <summary>Ends the attempt, and answers why it was told to stop; false when it has ended before.</summary>
    internal bool TryEnd(out StopCause why)
    {
        lock (gate)
        {
            why = cause;
            return !ended && (ended = true);
        }
    }

    /// <summary>Comes to its end when what is registered on the token has run; throws what that threw.</summary>
    internal Task StoppedAsync()
    {
        lock (gate)
        {
            return stopping;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();
}
