namespace RedisScheduler.Engine.Loops;

/// <summary>The waits of a loop whose rounds fail, doubling from 100 ms to 2 s: short enough that a store that is back is used at once, long enough to leave it alone.</summary>
internal sealed class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    /// <summary>How many rounds have failed in a row.</summary>
    internal int Failures { get; private set; }

    /// <summary>Counts a failure and answers how long to wait.</summary>
    internal TimeSpan Next() => TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Min(Failures++, 10)));

    /// <summary>Begins anew.</summary>
    internal void Reset() => Failures = 0;
}
