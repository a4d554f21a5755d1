namespace RedisScheduler.Engine.Loops;

/// <summary>
/// Whether this process has more to start than it can at once: more is due than one call fires, or a worker with many free slots got as many jobs as it asked for, and has got
/// no fewer than it asked for since. Runs are to start on time, and what happened can be recorded a little later: the processor and Redis are for the runs then.
/// </summary>
internal sealed class Rush
{
    private int reasons;

    /// <summary>Whether it is on.</summary>
    internal bool IsOn => Volatile.Read(ref reasons) > 0;

    /// <summary>A reason for it begins; each has to end.</summary>
    internal void Begin() => Interlocked.Increment(ref reasons);

    /// <summary>A reason has ended.</summary>
    internal void End() => Interlocked.Decrement(ref reasons);
}
