using RedisScheduler.Executions;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.History;

/// <summary>Writes history, one batch at a time however many processes record.</summary>
internal sealed class ExecutionHistory(Database database) : IHistory
{
    private const string Delete = """
        DELETE FROM executions WHERE id IN (
          SELECT id FROM executions
          WHERE coalesce(finished_at, scheduled_at) < @Before AND status NOT IN ('queued', 'running', 'retrying')
          ORDER BY coalesce(finished_at, scheduled_at) LIMIT @Limit)
        """;

    public Task ApplyAsync(IReadOnlyList<JobEvent> events, CancellationToken cancel) =>
        events.Count == 0 ? Task.CompletedTask : database.WriteAsync(session => ApplyAsync(session, events), cancel);

    public Task<int> DeleteBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancel) =>
        database.WriteAsync(session => session.ExecuteAsync(Delete, new { Before = moment.ToUnixTimeMilliseconds(), Limit = limit }), cancel);

    private static async Task<int> ApplyAsync(Session session, IReadOnlyList<JobEvent> events)
    {
        await session.LockAsync("history");
        var runs = await RunBook.ReadAsync(session, events.Select(fact => fact.Id).ToHashSet(StringComparer.Ordinal));
        var ends = events.Where(fact => runs.Of(fact.Id).Apply(fact)).ToList();
        var changed = runs.Changed.ToList();
        await runs.WriteAsync(session);

        var fired = events.Where(fact => fact.SetsNextDue).ToList();
        var touched = changed.Concat(fired.Select(fact => runs.Of(fact.Id).Row)).Select(StateBook.KeyOf).ToHashSet(StringComparer.Ordinal);
        var states = await StateBook.ReadAsync(session, touched);
        foreach (var fact in fired)
        {
            var run = runs.Of(fact.Id).Row;
            states.Change(StateBook.KeyOf(run), state => StateFold.Fired(state, run.ScheduledAt, fact.NextDueMs));
        }

        foreach (var end in ends)
            states.Change(StateBook.KeyOf(runs.Of(end.Id).Row), state => StateFold.Ended(state, end.Status, end.Error));
        foreach (var run in changed)
            states.Change(StateBook.KeyOf(run), state => StateFold.Ran(state, run));
        await states.WriteAsync(session);
        return changed.Count;
    }
}
