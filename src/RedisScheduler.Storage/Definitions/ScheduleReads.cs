using RedisScheduler.Schedules;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Timing;
using RedisScheduler.Workflows;

namespace RedisScheduler.Storage.Definitions;

/// <summary>Reads schedules with their states and the pauses of their scopes: the one place that joins the three tables.</summary>
internal static class ScheduleReads
{
    private const string Columns =
        "s.*, p.pause_at AS scope_pause_at, p.pause_until AS scope_pause_until, p.pause_reason AS scope_pause_reason, p.pause_by AS scope_pause_by, t.*";

    private const string From = "FROM schedules s LEFT JOIN scopes p ON p.id = s.scope JOIN schedule_states t ON t.key = s.key";

    public static async Task<ScheduleView?> FindAsync(Session session, string key) =>
        (await ListAsync(session, "WHERE s.key = @Key", new { Key = key })).FirstOrDefault();

    /// <summary>Schedules by their keys.</summary>
    public static Task<List<ScheduleView>> FindAsync(Session session, IReadOnlyCollection<string> keys) =>
        ListAsync(session, $"WHERE {session.Dialect.InKeys("s.key", "@Keys")}", new { Keys = session.Dialect.List(keys) });

    /// <summary>Schedules by their keys; their states are locked, in the order of the keys.</summary>
    public static Task<List<ScheduleView>> ForChangeAsync(Session session, IReadOnlyCollection<string> keys) =>
        ListAsync(
            session,
            $"WHERE {session.Dialect.InKeys("s.key", "@Keys")} ORDER BY s.key {session.Dialect.ForUpdate}",
            new { Keys = session.Dialect.List(keys) }
        );

    /// <summary>Of the schedules after a key the first ones, by key.</summary>
    public static async Task<List<ScheduleMark>> MarksAsync(Session session, string after, int take)
    {
        // The states' begin is told too: PostgreSQL does not infer it, and would read all those before it again for every page.
        const string Sql = """
            SELECT s.key, s.revision, s.enabled = 1 AND s.workflow_runnable = 1 AS is_active, s.synced_revision >= s.revision AS is_synced,
              s.by_hand = 0 AND s.calendars = '' AND coalesce(t.tzdb, @Tzdb) >= @Tzdb AS is_current
            FROM schedules s JOIN schedule_states t ON t.key = s.key
            WHERE s.key > @After AND t.key > @After ORDER BY s.key LIMIT @Take
            """;
        var rows = await session.ListAsync<MarkRow>(Sql, new { After = after, Take = take, Tzdb = Zones.TzdbVersion });
        return rows.ConvertAll(row => new ScheduleMark(row.Key, row.Revision, row.IsActive, row.IsSynced, row.IsCurrent));
    }

    /// <summary>A workflow with all schedules that name it, by id.</summary>
    public static async Task<WorkflowBundle?> WorkflowAsync(Session session, string scope, string id)
    {
        var values = new { Scope = scope, Id = id };
        return await session.FirstAsync<WorkflowRow>("SELECT * FROM workflows WHERE scope = @Scope AND id = @Id", values) is { } row
            ? new WorkflowBundle(row.ToWorkflow(), await ListAsync(session, "WHERE s.scope = @Scope AND s.workflow_id = @Id ORDER BY s.key", values))
            : null;
    }

    /// <summary>The statement that reads schedules, <c>s</c>, their states, <c>t</c>, and the pauses of their scopes, <c>p</c>, by a filter.</summary>
    public static string Select(string filter) => $"SELECT {Columns} {From} {filter}";

    /// <summary>Schedules by a filter.</summary>
    public static async Task<List<ScheduleView>> ListAsync(Session session, string filter, object values)
    {
        var schedules = await session.PairsAsync<ScheduleRow, StateRow>(Select(filter), "key", values);
        return schedules.ConvertAll(pair => new ScheduleView(pair.First.ToSchedule(), pair.Second.ToState()));
    }

    private sealed record MarkRow
    {
        public string Key { get; init; } = "";
        public long Revision { get; init; }
        public bool IsActive { get; init; }
        public bool IsSynced { get; init; }
        public bool IsCurrent { get; init; }
    }
}
