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

    /// <summary>The due times of its runs.</summary>
    public IEnumerable<long> DueTimes => runs.Changed.Select(run => run.Row.ScheduledAt);

    public async Task WriteAsync(Session session) =>
        await WriteAsync(session, session.Dialect.HasPartitions ? await Partitions.MakeAsync(session, DueTimes) : HistoryDays.None);

    public async Task WriteAsync(Session session, HistoryDays days)
    {
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
}
