using RedisScheduler.Executions;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.History;

/// <summary>Writes history, one batch at a time however many processes record; a large one in two transactions side by side, where the database takes them.</summary>
internal sealed class ExecutionHistory(Database database) : IHistory
{
    // Nobody begins to write before both are held, and each is held until what was written under it is committed: also where the first of two transactions dies, the second is alone.
    private const string First = "history", Second = "history:second";

    public static Task LockAsync(Session session) => session.LockAsync(First, Second);

    public FoldedEvents Fold(IReadOnlyList<JobEvent> events) => new FoldedBatch(events, database.Dialect.WritesSideBySide);

    public async Task ApplyAsync(FoldedEvents events, CancellationToken cancel)
    {
        if (events.Events.Count == 0)
            return;
        var batch = (FoldedBatch)events;
        if (batch.TakeHalves() is (var first, var second) && await TryApplyAsync(first, second, cancel))
            return;
        await database.WriteAsync(
            async session =>
            {
                await LockAsync(session);
                await batch.Take().WriteAsync(session);
                return true;
            },
            cancel
        );
    }

    public async Task<int> DeleteBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancel)
    {
        var before = moment.ToUnixTimeMilliseconds();
        if (database.Dialect.HasPartitions && await database.ReadAsync(session => Partitions.FindEndedAsync(session, before), cancel) is (var day, var runs))
        {
            var dropped = await database.WriteAsync(
                async session =>
                {
                    await LockAsync(session);
                    return await Partitions.DropAsync(session, day, before);
                },
                cancel
            );
            if (dropped)
                return Math.Max(runs, 1);
        }

        return await database.WriteAsync(session => Retention.DeleteAsync(session, before, limit), cancel);
    }

    /// <summary>Answers whether both are written. Where not, one may be: it is no other when it is written again.</summary>
    private Task<bool> TryApplyAsync(HistoryBatch first, HistoryBatch second, CancellationToken cancel) =>
        database.TryWriteTwoAsync(
            async (one, other) =>
            {
                await one.Session.LockAsync(First);
                await other.Session.LockAsync(Second);
                if (await Partitions.FindAsync(one.Session, first.DueTimes.Concat(second.DueTimes)) is not { } days)
                    return false;
                await Task.WhenAll(WriteAsync(first, one), WriteAsync(second, other));
                return true;

                async Task WriteAsync(HistoryBatch half, Transaction transaction)
                {
                    await half.WriteAsync(transaction.Session, days);
                    await transaction.CommitAsync(cancel);
                }
            },
            cancel
        );
}
