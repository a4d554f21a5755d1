using System.Runtime.CompilerServices;
using RedisScheduler.Audit;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Audit;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Workflows;

namespace RedisScheduler.Storage.Definitions;

internal sealed class DefinitionStore(Database database, AuditWriter writer, TimeProvider time) : IDefinitionStore
{
    private const int StreamPage = 1_000;

    /// <summary>Those that are to be paused because their runs keep failing. The first condition and the order are those of the index of states that fail, so that SQLite looks at no others.</summary>
    internal const string Failing = """
        WHERE t.failures_in_a_row > 0 AND t.failures_in_a_row >= s.pause_on_failure AND t.completed = 0 AND s.enabled = 1 AND s.workflow_runnable = 1
          AND (s.pause_at IS NULL OR s.pause_until <= @Now)
        ORDER BY t.key LIMIT @Take
        """;

    private readonly DefinitionBatches batches = new(database, writer, time);
    private readonly Lock gate = new();
    private Task noted = Task.CompletedTask;

    public Task<Change<WorkflowBundle>> ChangeWorkflowAsync(
        string scope,
        string id,
        Func<WorkflowBundle?, WorkflowBundle?> decide,
        AuditOf<WorkflowBundle>? audit,
        CancellationToken cancel
    )
    {
        var change = new WorkflowChange(scope, id, decide, audit, cancel);
        batches.Add(change);
        return change.Result;
    }

    public Task<Change<ScheduleView>> ChangeScheduleAsync(
        string scope,
        string id,
        Func<ScheduleView?, ScheduleView?> decide,
        AuditOf<ScheduleView>? audit,
        CancellationToken cancel
    )
    {
        var change = new ScheduleChange(scope, id, decide, audit, cancel);
        batches.Add(change);
        return change.Result;
    }

    public Task MarkSyncedAsync(IReadOnlyList<ScheduleVersion> versions, CancellationToken cancel)
    {
        if (versions.Count == 0)
            return Task.CompletedTask;
        var note = new SyncNote(versions, cancel);
        lock (gate)
        {
            // Notes are made in their order, so that whoever waits for the newest waits for all.
            batches.Add(note);
            return noted = note.Result;
        }
    }

    public async Task<WorkflowBundle?> FindWorkflowAsync(string scope, string id, CancellationToken cancel)
    {
        await NotedAsync(cancel);
        return await database.SnapshotAsync(session => ScheduleReads.WorkflowAsync(session, scope, id), cancel);
    }

    public Task<Page<Workflow>> ListWorkflowsAsync(WorkflowQuery query, CancellationToken cancel) =>
        database.ReadAsync(session => WorkflowList.ReadAsync(session, query), cancel);

    public Task<ScheduleView?> FindScheduleAsync(string scope, string id, CancellationToken cancel) =>
        ReadAsync(session => ScheduleReads.FindAsync(session, ScheduleKey.Of(scope, id)), cancel);

    public Task<IReadOnlyList<ScheduleView>> FindSchedulesAsync(IReadOnlyCollection<string> keys, CancellationToken cancel) =>
        ReadAsync<IReadOnlyList<ScheduleView>>(async session => await ScheduleReads.FindAsync(session, keys), cancel);

    public Task<Page<ScheduleView>> ListSchedulesAsync(ScheduleQuery query, CancellationToken cancel) =>
        ReadAsync(session => ScheduleList.ReadAsync(session, query), cancel);

    public Task<IReadOnlyList<ScheduleView>> ListFailingAsync(DateTimeOffset now, int limit, CancellationToken cancel) =>
        ReadAsync<IReadOnlyList<ScheduleView>>(
            async session => await ScheduleReads.ListAsync(session, Failing, new { Now = now.ToUnixTimeMilliseconds(), Take = limit }),
            cancel
        );

    public async IAsyncEnumerable<IReadOnlyList<ScheduleMark>> StreamMarksAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var after = "";
        while (true)
        {
            var page = await ReadAsync(session => ScheduleReads.MarksAsync(session, after, StreamPage), cancel);
            if (page.Count > 0)
                yield return page;
            if (page.Count < StreamPage)
                yield break;
            after = page[^1].Key;
        }
    }

    /// <summary>Reads schedules.</summary>
    private async Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken cancel)
    {
        await NotedAsync(cancel);
        return await database.ReadAsync(work, cancel);
    }

    /// <summary>Until the notes that are under way are written. One that failed is none: what it was about is still pending.</summary>
    private async Task NotedAsync(CancellationToken cancel)
    {
        Task underWay;
        lock (gate)
            underWay = noted;
        await underWay.WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
