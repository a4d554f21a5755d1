namespace RedisScheduler.Redis;

/// <summary>
/// This machine's clock, with timers that fire within about a millisecond. .NET's own count in ticks of the kernel's coarse clock, four milliseconds on a usual Linux, so what is due every
/// moment would start that much late. One thread waits for the earliest timer; callbacks run on the thread pool. Timers that repeat are .NET's own.
/// </summary>
internal sealed class PreciseTime : TimeProvider
{
    private const int LongestWaitMs = 3_600_000;
    private readonly object gate = new();
    private readonly PriorityQueue<(PreciseTimer Timer, long Version), long> waiting = new();
    private bool runs;
    private long wakesAt = long.MaxValue;

    private PreciseTime()
    {
    }

    /// <summary>The one of this process.</summary>
    public static PreciseTime Machine { get; } = new();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (period != Timeout.InfiniteTimeSpan)
            return TimeProvider.System.CreateTimer(callback, state, dueTime, period);
        var timer = new PreciseTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Has a timer told when it is due; one that was changed since is left alone then.</summary>
    internal void Add(PreciseTimer timer, long version, TimeSpan after)
    {
        var at = GetTimestamp() + (long)(after.TotalSeconds * TimestampFrequency);
        lock (gate)
        {
            waiting.Enqueue((timer, version), at);
            if (!runs)
            {
                runs = true;
                new Thread(Run) { IsBackground = true, Name = nameof(PreciseTime) }.UnsafeStart();
            }
            else if (at < wakesAt)
            {
                Monitor.Pulse(gate);
            }
        }
    }

    private void Run()
    {
        List<(PreciseTimer Timer, long Version)> due = [];
        while (true)
        {
            lock (gate)
            {
                TakeDue(due);
                if (due.Count == 0)
                {
                    wakesAt = waiting.TryPeek(out _, out var at) ? at : long.MaxValue;
                    Monitor.Wait(gate, WaitMs());
                    wakesAt = long.MinValue;
                    continue;
                }
            }

            foreach (var (timer, version) in due)
                timer.Fire(version);
            due.Clear();
        }
    }

    // Loops that are woken before their time leave timers behind by the thousand: the thread does not wake for those.
    private void TakeDue(List<(PreciseTimer Timer, long Version)> due)
    {
        var now = GetTimestamp();
        while (waiting.TryPeek(out var entry, out var at) && (at <= now || !entry.Timer.Waits(entry.Version)))
        {
            waiting.Dequeue();
            if (at <= now)
                due.Add(entry);
        }
    }

    // Rounded up: one that fires early finds nothing to do.
    private int WaitMs()
    {
        var left = Math.Ceiling(GetElapsedTime(GetTimestamp(), wakesAt).TotalMilliseconds);
        return (int)Math.Clamp(left, 0, LongestWaitMs);
    }
}
