namespace RedisScheduler.Engine.Firing;

/// <summary>
/// Whether this process fires more schedules than one call can. Runs are to start on time, and what happened can be recorded a little later: the processor and Redis are for the runs then.
/// </summary>
internal sealed class Rush
{
    private int firing;

    /// <summary>Whether it is on.</summary>
    internal bool IsOn => Volatile.Read(ref firing) > 0;

    /// <summary>A Scheduler begins.</summary>
    internal void Begin() => Interlocked.Increment(ref firing);

    /// <summary>It is done.</summary>
    internal void End() => Interlocked.Decrement(ref firing);
}
