using RedisScheduler.Schedules;

namespace RedisScheduler.Engine.Firing;

/// <summary>
/// Schedules that were read before they are due, so that firing them takes one call and no reading. What changes in the meantime is found by the proof that every fire carries
/// (fire time and revision); what is new in it is signalled, and read then.
/// </summary>
/// <param name="firing">Where they are read.</param>
/// <param name="page">How many are read in one call.</param>
/// <param name="leads">Whether firing may begin before the fire time, because whoever fires starts what it fires itself.</param>
internal sealed class Lookahead(IFiring firing, int page, bool leads)
{
    /// <summary>How far ahead is read. Redis signals new due times that are nearer than this even when they are not the earliest (apply.lua).</summary>
    internal static readonly TimeSpan Span = TimeSpan.FromMilliseconds(1_500);

    /// <summary>How long before the end of what was read the next is read: time to read what is due there, and to fire it before.</summary>
    internal static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(750);

    private const int MostKept = 50_000;
    private readonly Dictionary<(long FireMs, bool Early), DueGroup> groups = [];
    private readonly PriorityQueue<DueGroup, long> queue = new();
    private long knownUntilMs = long.MinValue;
    private long readOnMs = long.MinValue;
    private int invalid = 1;

    /// <summary>The next moment at which something is to be done: when to begin firing, or to read on; <c>null</c> when nothing is due at any time.</summary>
    internal long? NextMs
    {
        get
        {
            long? read = readOnMs == long.MaxValue ? null : readOnMs;
            return Head is { BeginMs: var beginMs } && !(read < beginMs) ? beginMs : read;
        }
    }

    /// <summary>The earliest fire time that is known; <c>null</c> when there is none.</summary>
    internal long? NextFireMs => Head?.Key.FireMs ?? (knownUntilMs == long.MaxValue ? null : knownUntilMs);

    // Groups that have grown stand in the queue several times.
    private DueGroup? Head
    {
        get
        {
            while (queue.TryPeek(out var group, out _))
            {
                if (!group.IsTaken)
                {
                    return group;
                }

                queue.Dequeue();
            }

            return null;
        }
    }

    /// <summary>What was read may be no longer true: it is read again. May be called from any thread.</summary>
    internal void Invalidate() => Volatile.Write(ref invalid, 1);

    /// <summary>Whether to read before firing: nothing is to be fired of what is known, or it is no longer to be trusted.</summary>
    internal bool IsOld(long nowMs) => Volatile.Read(ref invalid) == 1 || nowMs >= readOnMs || !(Head?.BeginMs <= nowMs);

    /// <summary>Reads all that is due until a moment, at most so many thousand.</summary>
    internal async Task ReadAsync(long untilMs, CancellationToken cancel)
    {
        Volatile.Write(ref invalid, 0);
        queue.Clear();
        groups.Clear();
        knownUntilMs = readOnMs = long.MinValue;
        DueBatch batch;
        var read = 0;
        do
        {
            batch = await firing.ReadDueAsync(untilMs, read, page, cancel);
            foreach (var schedule in batch.Schedules)
            {
                Add(schedule, MayLead(schedule));
            }

            read += batch.Schedules.Count;
        } while (batch.Schedules.Count == page && read < MostKept);

        knownUntilMs = readOnMs = batch.NextFireMs ?? long.MaxValue;
        if (knownUntilMs > untilMs && knownUntilMs < long.MaxValue)
        {
            readOnMs -= (long)Margin.TotalMilliseconds;
        }
    }

    /// <summary>Removes what is to be fired now, in the order in which that begins.</summary>
    internal List<DueSchedule> TakeDue(long nowMs)
    {
        var due = new List<DueSchedule>();
        while (Head is { } group && group.BeginMs <= nowMs)
        {
            queue.Dequeue();
            due.AddRange(group.Take());
            groups.Remove(group.Key);
        }

        return due;
    }

    /// <summary>Takes back what could not be fired before it is due: it is fired when it is.</summary>
    internal void TakeBack(DueSchedule schedule) => Add(schedule, false);

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
            var next = schedule with { DueMs = dueMs, FireMs = fireMs, Runs = schedule.Runs + made };
            Add(next, MayLead(next));
        }
        else
        {
            Invalidate();
        }
    }

    // With a jitter the job does not tell when it is to start.
    private bool MayLead(DueSchedule schedule) => leads && schedule.FireMs == schedule.DueMs;

    private void Add(DueSchedule schedule, bool early)
    {
        var key = (schedule.FireMs, early);
        if (!groups.TryGetValue(key, out var group))
        {
            groups[key] = group = new DueGroup(schedule.FireMs, early);
        }

        var before = group.BeginMs;
        group.Add(schedule);
        if (group.Count == 1 || group.BeginMs < before)
        {
            queue.Enqueue(group, group.BeginMs);
        }
    }
}
