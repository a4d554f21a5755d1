using RedisScheduler.Schedules;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Storage.Definitions;

namespace RedisScheduler.Storage.History;

/// <summary>The states of the schedules that a batch touches: locked, read once, changed here, written once. A schedule that is deleted has none.</summary>
internal sealed class StateBook(IReadOnlyList<StateRow> stored)
{
    private readonly Dictionary<string, StateRow> states = stored.ToDictionary(state => state.Key, StringComparer.Ordinal);

    /// <summary>Locked in the order of their keys, as changes of definitions lock them too, so that none waits for the other.</summary>
    public static async Task<StateBook> ReadAsync(Session session, IReadOnlyCollection<string> keys) =>
        new(
            await session.ListAsync<StateRow>(
                $"SELECT * FROM schedule_states t WHERE {session.Dialect.In("t.key", "@Keys")} ORDER BY t.key {session.Dialect.ForUpdate}",
                new { Keys = session.Dialect.List(keys) }
            )
        );

    public static string KeyOf(ExecutionRow run) => ScheduleKey.Of(run.Scope, run.ScheduleId);

    public void Change(string key, Func<StateRow, StateRow> change)
    {
        if (states.TryGetValue(key, out var state))
            states[key] = change(state);
    }

    public Task WriteAsync(Session session) =>
        session.RunAsync(HistoryStatements.States, [.. stored.Where(before => states[before.Key] != before).Select(before => states[before.Key])]);
}
