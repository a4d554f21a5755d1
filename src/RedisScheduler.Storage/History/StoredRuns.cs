using System.Text.Json;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.History;

/// <summary>Reads runs with their attempts, to fold further events over them.</summary>
internal static class StoredRuns
{
    /// <summary>One run by its id.</summary>
    public static Task<ExecutionRow?> FindAsync(Session session, string id)
    {
        var told = RunId.Read(id);
        return told.IsForeign
            ? session.FirstAsync<ExecutionRow>("SELECT * FROM executions WHERE id = @id AND replace(id, '@', '') = id", new { id })
            : session.FirstAsync<ExecutionRow>(
                "SELECT * FROM executions WHERE scope = @Scope AND scheduled_at = @DueMs AND id = @id",
                new { told.Scope, told.DueMs, id }
            );
    }

    /// <summary>The attempts of a run that have rows, by number.</summary>
    public static Task<List<AttemptRow>> AttemptsAsync(Session session, ExecutionRow run) =>
        session.ListAsync<AttemptRow>("SELECT * FROM attempts WHERE scheduled_at = @ScheduledAt AND execution_id = @Id ORDER BY number", run);

    /// <summary>Those of the rows that the database has.</summary>
    public static async Task<IReadOnlyList<Run>> ReadAsync(Session session, IReadOnlyList<ExecutionRow> wanted)
    {
        var rows = await session.ListAsync<ExecutionRow>(
            $"""
            SELECT e.* FROM {session.Dialect.Keys} CROSS JOIN executions e
            WHERE e.scope = k.scope AND e.scheduled_at = k.scheduled_at AND e.id = k.id
            """,
            KeysOf(wanted.Where(row => !row.IsForeign))
        );
        foreach (var foreign in wanted.Where(row => row.IsForeign))
        {
            if (await FindAsync(session, foreign.Id) is { } row)
                rows.Add(row);
        }

        var attempts = await session.ListAsync<AttemptRow>(
            $"""
            SELECT a.* FROM {session.Dialect.Keys} CROSS JOIN attempts a
            WHERE a.scheduled_at = k.scheduled_at AND a.execution_id = k.id ORDER BY a.execution_id, a.number
            """,
            KeysOf(rows.Where(row => row.MayHaveAttempts))
        );
        var byRun = attempts.ToLookup(attempt => attempt.ExecutionId, StringComparer.Ordinal);
        return rows.ConvertAll(row => new Run(row, [.. byRun[row.Id]]));
    }

    /// <summary>The keys of rows, as the parameter of <see cref="Dialect.Keys"/>.</summary>
    public static object KeysOf(IEnumerable<ExecutionRow> rows) =>
        new { Keys = JsonSerializer.Serialize(rows.Select(row => new[] { row.Scope, $"{row.ScheduledAt}", row.Id }), TextJson.Default.IEnumerableStringArray) };
}
