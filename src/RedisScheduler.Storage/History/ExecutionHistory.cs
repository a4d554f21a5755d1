using RedisScheduler.Executions;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.History;

/// <summary>Writes history, one batch at a time however many processes record.</summary>
internal sealed class ExecutionHistory(Database database) : IHistory
{
    /// <summary>What everything that writes history locks.</summary>
    public const string Lock = "history";

    public Task ApplyAsync(IReadOnlyList<JobEvent> events, CancellationToken cancel) =>
        events.Count == 0 ? Task.CompletedTask : database.WriteAsync(session => ApplyAsync(session, events), cancel);

    public async Task<int> DeleteBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancel)
    {
        var before = moment.ToUnixTimeMilliseconds();
        if (database.Dialect.HasPartitions && await database.ReadAsync(session => Partitions.FindEndedAsync(session, before), cancel) is (var day, var runs))
        {
            var dropped = await database.WriteAsync(
                async session =>
                {
                    await session.LockAsync(Lock);
                    return await Partitions.DropAsync(session, day, before);
                },
                cancel
            );
            if (dropped)
                return Math.Max(runs, 1);
        }

        return await database.WriteAsync(session => Retention.DeleteAsync(session, before, limit), cancel);
    }

    private static async Task<int> ApplyAsync(Session session, IReadOnlyList<JobEvent> events)
    {
        await session.LockAsync(Lock);
        var runs = new RunBook(events);
        var days = session.Dialect.HasPartitions ? await Partitions.MakeAsync(session, runs.Changed.Select(run => run.Row.ScheduledAt)) : HistoryDays.None;
        await runs.WriteAsync(session, days);
        await new StateBook(runs).WriteAsync(session);
        var rollups = new RollupBook();
        foreach (var run in runs.Changed)
        {
            if (run.Before is { } before)
                rollups.Count(before, -1);
            rollups.Count(run.Row, 1);
        }

        await rollups.WriteAsync(session);
        return events.Count;
    }
}
