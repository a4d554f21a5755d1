using RedisScheduler.Executions;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.History;

/// <summary>Writes history, one batch at a time however many processes record.</summary>
internal sealed class ExecutionHistory(Database database) : IHistory
{
    public Task ApplyAsync(IReadOnlyList<JobEvent> events, CancellationToken cancel) =>
        events.Count == 0 ? Task.CompletedTask : database.WriteAsync(session => ApplyAsync(session, events), cancel);

    public Task<int> DeleteBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancel) =>
        database.WriteAsync(session => Retention.DeleteAsync(session, moment.ToUnixTimeMilliseconds(), limit), cancel);

    private static async Task<int> ApplyAsync(Session session, IReadOnlyList<JobEvent> events)
    {
        await session.LockAsync("history");
        var runs = new RunBook(events);
        await runs.WriteAsync(session);
        await new StateBook(runs).WriteAsync(session);
        return events.Count;
    }
}
