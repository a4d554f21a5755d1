using RedisScheduler.Executions;
using RedisScheduler.Storage.Columns;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.History;

internal sealed class ExecutionReader(Database database) : IExecutionReader
{
    private const string Order = "executions";

    public async Task<Execution?> FindAsync(string scope, string id, CancellationToken cancel) =>
        (await database.ReadAsync(session => FindAsync(session, scope, id), cancel))?.ToExecution();

    public Task<IReadOnlyList<Attempt>> AttemptsAsync(string scope, string id, CancellationToken cancel) =>
        database.SnapshotAsync<IReadOnlyList<Attempt>>(
            async session =>
            {
                if (await FindAsync(session, scope, id) is not { } run)
                    return [];
                return [.. AttemptFold.Shown(run, await StoredRuns.AttemptsAsync(session, run)).Select(row => row.ToAttempt())];
            },
            cancel
        );

    public Task<Page<Execution>> ListAsync(ExecutionQuery query, CancellationToken cancel) =>
        database.ReadAsync(session => ListAsync(session, query), cancel);

    public Task<ExecutionStats> StatsAsync(StatsQuery query, CancellationToken cancel) =>
        database.SnapshotAsync(session => Statistics.ReadAsync(session, query), cancel);

    private static async Task<ExecutionRow?> FindAsync(Session session, string scope, string id) =>
        await StoredRuns.FindAsync(session, id) is { } row && row.Scope == scope ? row : null;

    private static async Task<Page<Execution>> ListAsync(Session session, ExecutionQuery query)
    {
        var after = Cursor.Read(query.Cursor, Order, 2);
        var values = new
        {
            query.Scope,
            query.ScheduleId,
            query.WorkflowId,
            query.Producer,
            Status = query.Status is { } status ? Word.Of(status) : null,
            Trigger = query.Trigger is { } trigger ? Word.Of(trigger) : null,
            From = query.From.ToMs(),
            To = query.To.ToMs(),
            AfterAt = after is null ? 0 : Cursor.Number(after[0]),
            AfterId = after?[1],
            Take = query.Limit + 1,
        };
        var isOpen = query.Status is ExecutionStatus.Queued or ExecutionStatus.Running or ExecutionStatus.Retrying;
        var where = new Where("scope = @Scope")
            .If(values.ScheduleId, "schedule_id = @ScheduleId")
            .If(values.WorkflowId, "workflow_id = @WorkflowId")
            .If(values.Producer, "producer = @Producer")
            .If(values.Status, query.Status is ExecutionStatus.Succeeded || isOpen ? "status = @Status" : "ended_as = @Status")
            .If(values.Trigger, "trigger = @Trigger")
            // Said again in the words of the index over the rarer ones, so that it is used.
            .If(query.Trigger is null or ExecutionTrigger.Schedule ? null : query.Trigger, "trigger <> 'schedule'")
            .If(values.From, "scheduled_at >= @From")
            .If(values.To, "scheduled_at < @To")
            .If(after, "scheduled_at <= @AfterAt AND (scheduled_at, id) < (@AfterAt, @AfterId)");
        const string NewestFirst = "ORDER BY e.scheduled_at DESC, e.id DESC LIMIT @Take";
        var sql = isOpen
            ? $"SELECT e.* FROM {OpenRuns.Table(session.Dialect, where.ToString(), "o.scope = @Scope AND o.status = @Status", NewestFirst)} ORDER BY {OpenRuns.NewestFirst(session.Dialect)} LIMIT @Take"
            : $"SELECT * FROM executions e {where} {NewestFirst}";
        var rows = await session.ListAsync<ExecutionRow>(sql, values);
        return Paging.Page(rows, query.Limit, row => row.ToExecution(), row => Cursor.Write(Order, $"{row.ScheduledAt}", row.Id));
    }
}
