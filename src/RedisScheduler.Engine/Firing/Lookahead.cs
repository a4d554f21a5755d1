using RedisScheduler.Schedules;

namespace RedisScheduler.Engine.Firing;

/// <summary>
/// Schedules that were read before they are due, so that firing them takes one call and no reading. What changes in the meantime is found by the proof that every fire carries
/// (fire time and revision); what is new in it is signalled, and read then.
/// </summary>
internal sealed class Lookahead(IFiring firing, int page)
{
    /// <summary>How far ahead is read. Redis signals new due times that are nearer than this even when they are not the earliest (apply.lua).</summary>
    internal static readonly TimeSpan Span = TimeSpan.FromSeconds(1);

    /// <summary>How long before the end of what was read the next is read.</summary>
    internal static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(250);

    private const int MostKept = 50_000;
    private readonly PriorityQueue<DueSchedule, long> queue = new();
    private long knownUntilMs = long.MinValue;
    private long readOnMs = long.MinValue;
    private int invalid = 1;

    /// <summary>The next moment at which something is to be done: the earliest fire time, or the time to read on; <c>null</c> when nothing is due at any time.</summary>
    internal long? NextMs
    {
        get
        {
            long? read = readOnMs == long.MaxValue ? null : readOnMs;
            return queue.TryPeek(out _, out var fireMs) && !(read < fireMs) ? fireMs : read;
        }
    }

    /// <summary>The earliest fire time that is known; <c>null</c> when there is none.</summary>
    internal long? NextFireMs => queue.TryPeek(out _, out var fireMs) ? fireMs : knownUntilMs == long.MaxValue ? null : knownUntilMs;

    /// <summary>What was read may be no longer true: it is read again. May be called from any thread.</summary>
    internal void Invalidate() => Volatile.Write(ref invalid, 1);

    /// <summary>Whether to read before firing: nothing is due of what is known, or it is no longer to be trusted.</summary>
    internal bool IsOld(long nowMs) =>
        Volatile.Read(ref invalid) == 1 || nowMs >= readOnMs || !queue.TryPeek(out _, out var fireMs) || fireMs > nowMs;

    /// <summary>Reads all that is due until a moment, at most so many thousand.</summary>
    internal async Task ReadAsync(long untilMs, CancellationToken cancel)
    {
        Volatile.Write(ref invalid, 0);
        queue.Clear();
        knownUntilMs = readOnMs = long.MinValue;
        DueBatch batch;
        do
        {
            batch = await firing.ReadDueAsync(untilMs, queue.Count, page, cancel);
            foreach (var schedule in batch.Schedules)
            {
                queue.Enqueue(schedule, schedule.FireMs);
            }
        } while (batch.Schedules.Count == page && queue.Count < MostKept);

        knownUntilMs = readOnMs = batch.NextFireMs ?? long.MaxValue;
        if (knownUntilMs > untilMs && knownUntilMs < long.MaxValue)
        {
            readOnMs -= (long)Margin.TotalMilliseconds;
        }
    }

    /// <summary>Removes what is due, earliest first.</summary>
    internal List<DueSchedule> TakeDue(long nowMs)
    {
        var due = new List<DueSchedule>();
        while (queue.TryPeek(out _, out var fireMs) && fireMs <= nowMs)
        {
            due.Add(queue.Dequeue());
        }

        return due;
    }

    /// <summary>Takes note of a schedule that was fired, where it is due again before what is known ends.</summary>
    internal void Fired(DueSchedule schedule, Fire fire)
    {
        if (fire.NextDueMs is not { } dueMs || (fire.NextFireMs ?? dueMs) is var fireMs && fireMs >= knownUntilMs)
        {
            return;
        }

        if (schedule.Plan.Timing.MaxRuns is null)
        {
            // Only Redis knows how many of its jobs were made where the overlap policy may skip some: never count one too many.
            var made = schedule.Plan.Overlap == OverlapPolicy.Allow ? fire.Jobs.Count : 0;
            queue.Enqueue(schedule with { DueMs = dueMs, FireMs = fireMs, Runs = schedule.Runs + made }, fireMs);
        }
        else
        {
            Invalidate();
        }
    }
}
