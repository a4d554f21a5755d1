namespace RedisScheduler.Redis;

/// <summary>A timer that fires once each time that it is set; see <see cref="PreciseTime"/>.</summary>
internal sealed class PreciseTimer(PreciseTime time, TimerCallback callback, object? state) : ITimer
{
    private readonly TimerCallback callback = callback;
    private readonly object? state = state;
    private readonly Lock gate = new();
    private long version;
    private bool disposed;

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">It is to repeat.</exception>
    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan)
            throw new NotSupportedException("A timer that was made to fire once cannot be made to repeat.");
        long current;
        lock (gate)
        {
            if (disposed)
                return false;
            current = ++version;
        }

        if (dueTime != Timeout.InfiniteTimeSpan)
            time.Add(this, current, dueTime);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            version++;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Whether it was neither set anew nor disposed since.</summary>
    internal bool Waits(long wanted) => Volatile.Read(ref version) == wanted;

    /// <summary>Calls back, unless it was set anew or disposed since.</summary>
    internal void Fire(long wanted)
    {
        lock (gate)
        {
            if (version != wanted)
                return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static timer => timer.callback(timer.state), this, preferLocal: false);
    }
}
