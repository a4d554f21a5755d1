namespace RedisScheduler.Engine.Loops;

/// <summary>
/// A wait with a time-out that can be ended from elsewhere. A call to <see cref="Set"/> while nobody waits ends the next wait at once. One waiter at a time.
/// One timer serves all waits, and nothing is thrown when they end.
/// </summary>
internal sealed class WakeUp : IDisposable
{
    private readonly Lock gate = new();
    private readonly ITimer timer;
    private TaskCompletionSource? waiting;
    private bool set;

    internal WakeUp(TimeProvider time) =>
        timer = time.CreateTimer(static self => ((WakeUp)self!).Set(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Ends the wait.</summary>
    internal void Set()
    {
        TaskCompletionSource? waiter;
        lock (gate)
        {
            waiter = waiting;
            waiting = null;
            set = waiter is null;
        }

        waiter?.SetResult();
    }

    /// <summary>Waits until <see cref="Set"/> is called, at most for so long.</summary>
    internal async Task WaitAsync(TimeSpan longest)
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (set || longest <= TimeSpan.Zero)
            {
                set = false;
                return;
            }

            waiting = waiter;
        }

        timer.Change(longest, Timeout.InfiniteTimeSpan);
        await waiter.Task;
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();
}
