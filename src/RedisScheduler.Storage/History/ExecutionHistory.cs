using RedisScheduler.Executions;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.History;

/// <summary>Writes history, one batch at a time however many processes record.</summary>
internal sealed class ExecutionHistory(Database database) : IHistory
{
    /// <summary>What everything that writes history locks.</summary>
    public const string Lock = "history";

    public FoldedEvents Fold(IReadOnlyList<JobEvent> events) => new HistoryBatch.Folded(events);

    public Task ApplyAsync(FoldedEvents events, CancellationToken cancel) =>
        events.Events.Count == 0 ? Task.CompletedTask : database.WriteAsync(session => ApplyAsync(session, (HistoryBatch.Folded)events), cancel);

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

    private static async Task<int> ApplyAsync(Session session, HistoryBatch.Folded events)
    {
        await session.LockAsync(Lock);
        await events.Take().WriteAsync(session);
        return events.Events.Count;
    }
}
