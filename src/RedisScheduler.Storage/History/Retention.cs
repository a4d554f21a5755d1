using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.History;

/// <summary>Deletes runs that ended before a moment, with their attempts, and counts them out of the statistics. A run does not end before it is due, so within each scope only the old end of the table is looked at.</summary>
internal static class Retention
{
    private const string DeleteRuns = """
        WITH RECURSIVE scopes (scope) AS (
          SELECT min(scope) FROM {executions}
          UNION ALL
          SELECT (SELECT min(e.scope) FROM {executions} e WHERE e.scope > scopes.scope) FROM scopes WHERE scopes.scope IS NOT NULL)
        DELETE FROM {executions} WHERE (scope, scheduled_at, id) IN (
          SELECT e.scope, e.scheduled_at, e.id FROM scopes CROSS JOIN {executions} e
          WHERE e.scope = scopes.scope AND e.scheduled_at < @Before
            AND coalesce(e.finished_at, e.scheduled_at) < @Before AND e.status NOT IN ('queued', 'running', 'retrying')
          LIMIT @Limit)
        RETURNING *
        """;

    public static async Task<int> DeleteAsync(Session session, long beforeMs, int limit)
    {
        await ExecutionHistory.LockAsync(session);
        // Days are dropped whole; only what is older than they are is deleted row by row.
        var table = session.Dialect.HasPartitions ? "executions_before" : "executions";
        var deleted = await session.ListAsync<ExecutionRow>(DeleteRuns.Replace("{executions}", table, StringComparison.Ordinal), new { Before = beforeMs, Limit = limit });
        await session.ExecuteAsync(
            $"DELETE FROM attempts WHERE (scheduled_at, execution_id) IN (SELECT k.scheduled_at, k.id FROM {session.Dialect.Keys})",
            StoredRuns.KeysOf(deleted)
        );
        var rollups = new RollupBook();
        deleted.ForEach(run => rollups.Count(run, -1));
        await rollups.WriteAsync(session);
        return deleted.Count;
    }
}
