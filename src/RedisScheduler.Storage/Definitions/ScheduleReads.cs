using RedisScheduler.Schedules;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.Definitions;

/// <summary>Reads schedules with their states and the pauses of their scopes: the one place that joins the three tables.</summary>
internal static class ScheduleReads
{
    private const string Columns =
        "s.*, p.pause_at AS scope_pause_at, p.pause_until AS scope_pause_until, p.pause_reason AS scope_pause_reason, p.pause_by AS scope_pause_by, t.*";

    private const string From = "FROM schedules s LEFT JOIN scopes p ON p.id = s.scope JOIN schedule_states t ON t.key = s.key";

    public static async Task<ScheduleView?> FindAsync(Session session, string key, bool forChange = false) =>
        (await ListAsync(session, $"WHERE s.key = @Key {Locking(session, forChange)}", new { Key = key })).FirstOrDefault();

    /// <summary>All schedules that name a workflow, by id. In the order of their keys, as the Recorder locks them too: two that lock never wait for each other.</summary>
    public static Task<List<ScheduleView>> OfWorkflowAsync(Session session, string scope, string workflowId, bool forChange = false) =>
        ListAsync(
            session,
            $"WHERE s.scope = @Scope AND s.workflow_id = @WorkflowId ORDER BY s.key {Locking(session, forChange)}",
            new { Scope = scope, WorkflowId = workflowId }
        );

    /// <summary>Schedules by a filter.</summary>
    public static async Task<List<ScheduleView>> ListAsync(Session session, string filter, object values)
    {
        var schedules = await session.PairsAsync<ScheduleRow, StateRow>($"SELECT {Columns} {From} {filter}", "key", values);
        return schedules.ConvertAll(pair => new ScheduleView(pair.First.ToSchedule(), pair.Second.ToState()));
    }

    private static string Locking(Session session, bool forChange) => forChange ? session.Dialect.ForUpdate : "";
}
