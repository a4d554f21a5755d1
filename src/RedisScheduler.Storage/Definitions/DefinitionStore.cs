using System.Runtime.CompilerServices;
using RedisScheduler.Audit;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Audit;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Workflows;

namespace RedisScheduler.Storage.Definitions;

internal sealed class DefinitionStore(Database database, AuditWriter writer, TimeProvider time) : IDefinitionStore
{
    private const int StreamPage = 500;

    // The first condition is the one of the index.
    private const string Failing = """
        WHERE t.failures_in_a_row > 0 AND t.failures_in_a_row >= s.pause_on_failure AND t.completed = 0 AND s.enabled = 1 AND s.workflow_runnable = 1
          AND (s.pause_at IS NULL OR s.pause_until <= @Now)
        ORDER BY s.key LIMIT @Take
        """;

    private static readonly BulkStatement<ScheduleVersion> MarkSynced = new BulkStatement<ScheduleVersion>(
        "UPDATE schedules SET synced_revision = r.revision FROM {rows} WHERE schedules.key = r.key AND schedules.revision = r.revision"
    )
        .Text("key", version => version.Key)
        .Number("revision", version => version.Revision);

    public Task<Change<WorkflowBundle>> ChangeWorkflowAsync(
        string scope,
        string id,
        Func<WorkflowBundle?, WorkflowBundle?> decide,
        AuditOf<WorkflowBundle>? audit,
        CancellationToken cancel
    ) =>
        database.WriteAsync(
            session => new WorkflowChange(session, scope, id, NowMs).RunAsync(decide, (before, after) => writer.AppendAsync(session, audit, before, after)),
            cancel
        );

    public Task<Change<ScheduleView>> ChangeScheduleAsync(
        string scope,
        string id,
        Func<ScheduleView?, ScheduleView?> decide,
        AuditOf<ScheduleView>? audit,
        CancellationToken cancel
    ) =>
        new ScheduleChange(scope, id, NowMs).RunAsync(database, decide, (session, before, after) => writer.AppendAsync(session, audit, before, after), cancel);

    private long NowMs => time.GetUtcNow().ToUnixTimeMilliseconds();

    public Task MarkSyncedAsync(IReadOnlyList<ScheduleVersion> versions, CancellationToken cancel) =>
        versions.Count == 0
            ? Task.CompletedTask
            : database.WriteAsync(
                session => session.RunAsync(MarkSynced, [.. versions.OrderBy(version => version.Key, StringComparer.Ordinal)]),
                cancel
            );

    public Task<WorkflowBundle?> FindWorkflowAsync(string scope, string id, CancellationToken cancel) =>
        database.SnapshotAsync(session => WorkflowChange.ReadAsync(session, scope, id), cancel);

    public Task<Page<Workflow>> ListWorkflowsAsync(WorkflowQuery query, CancellationToken cancel) =>
        database.ReadAsync(session => WorkflowList.ReadAsync(session, query), cancel);

    public Task<ScheduleView?> FindScheduleAsync(string scope, string id, CancellationToken cancel) =>
        database.ReadAsync(session => ScheduleReads.FindAsync(session, ScheduleKey.Of(scope, id)), cancel);

    public Task<Page<ScheduleView>> ListSchedulesAsync(ScheduleQuery query, CancellationToken cancel) =>
        database.ReadAsync(session => ScheduleList.ReadAsync(session, query), cancel);

    public Task<IReadOnlyList<ScheduleView>> ListFailingAsync(DateTimeOffset now, int limit, CancellationToken cancel) =>
        database.ReadAsync<IReadOnlyList<ScheduleView>>(
            async session => await ScheduleReads.ListAsync(session, Failing, new { Now = now.ToUnixTimeMilliseconds(), Take = limit }),
            cancel
        );

    public async IAsyncEnumerable<IReadOnlyList<ScheduleView>> StreamSchedulesAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var after = "";
        while (true)
        {
            var values = new { After = after, Take = StreamPage };
            var page = await database.ReadAsync(
                session => ScheduleReads.ListAsync(session, "WHERE s.key > @After ORDER BY s.key LIMIT @Take", values),
                cancel
            );
            if (page.Count > 0)
                yield return page;
            if (page.Count < StreamPage)
                yield break;
            after = page[^1].Schedule.Key;
        }
    }
}
