using RedisScheduler.Executions;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.History;

/// <summary>What a batch of events writes.</summary>
internal sealed class HistoryBatch
{
    private readonly RunBook runs;
    private StateBook states;
    private RollupBook rollups;

    public HistoryBatch(IReadOnlyList<JobEvent> events)
    {
        runs = new RunBook(events);
        (states, rollups) = Count();
    }

    public async Task WriteAsync(Session session)
    {
        var days = session.Dialect.HasPartitions ? await Partitions.MakeAsync(session, runs.Changed.Select(run => run.Row.ScheduledAt)) : HistoryDays.None;
        if (await runs.WriteAsync(session, days))
            (states, rollups) = Count();
        await states.WriteAsync(session);
        await rollups.WriteAsync(session);
    }

    private (StateBook States, RollupBook Rollups) Count()
    {
        var counted = new RollupBook();
        foreach (var run in runs.Changed)
        {
            if (run.Before is { } before)
                counted.Count(before, -1);
            counted.Count(run.Row, 1);
        }

        return (new StateBook(runs), counted);
    }

    /// <summary>Folded for one transaction: what it reads is folded in. One that is tried again folds again.</summary>
    public sealed class Folded(IReadOnlyList<JobEvent> events) : FoldedEvents(events)
    {
        private HistoryBatch? batch = new(events);

        public HistoryBatch Take() => Interlocked.Exchange(ref batch, null) ?? new HistoryBatch(Events);
    }
}
