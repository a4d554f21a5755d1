using RedisScheduler.Errors;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Access;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Workflows;

namespace RedisScheduler.Storage.Definitions;

/// <summary>Reads a workflow with its schedules, lets a caller decide, and writes, all in one transaction.</summary>
internal sealed class WorkflowChange(Session session, string scope, string id, long nowMs)
{
    public async Task<Change<WorkflowBundle>> RunAsync(
        Func<WorkflowBundle?, WorkflowBundle?> decide,
        Func<WorkflowBundle?, WorkflowBundle?, Task> changing
    )
    {
        await session.ShareAsync(ScopeStore.LockName(scope));
        await session.LockAsync(LockName(scope, id));
        var before = await ReadAsync(session, scope, id, forChange: true);
        var after = decide(before);
        var changed = after?.Schedules.Where(view => view.Schedule.Revision == 0).ToList() ?? [];
        var removed = before?.Schedules.ExceptBy(after?.Schedules.Select(view => view.Schedule.Id) ?? [], view => view.Schedule.Id).ToList() ?? [];
        var workflowChanged = after is null ? before is not null : after.Workflow.Revision == 0;
        if (changed.Count == 0 && removed.Count == 0 && !workflowChanged)
            return new(before, before, before is null ? 0 : Newest(before));

        var revision = await session.FirstAsync<long>(session.Dialect.NextRevision);
        foreach (var view in removed)
        {
            await session.ExecuteAsync("DELETE FROM schedules WHERE key = @Key", new { view.Schedule.Key });
            await session.ExecuteAsync(RevisionRow.Insert, RevisionRow.OfDeleted(view, revision, nowMs));
        }

        if (after is null)
            await session.ExecuteAsync("DELETE FROM workflows WHERE scope = @scope AND id = @id", new { scope, id });
        else
            await WriteAsync(before, after.Workflow, workflowChanged, changed, revision);
        var written = after is null ? null : await ReadAsync(session, scope, id);
        await changing(before, written);
        return new(before, written, revision);
    }

    /// <summary>What a change of the workflow, or of a schedule that names it, locks.</summary>
    public static string LockName(string scope, string workflowId) => $"workflow {scope} {workflowId}";

    public static async Task<WorkflowBundle?> ReadAsync(Session session, string scope, string id, bool forChange = false) =>
        await session.FirstAsync<WorkflowRow>("SELECT * FROM workflows WHERE scope = @scope AND id = @id", new { scope, id }) is { } row
            ? new WorkflowBundle(row.ToWorkflow(), await ScheduleReads.OfWorkflowAsync(session, scope, id, forChange))
            : null;

    private async Task WriteAsync(WorkflowBundle? before, Workflow workflow, bool workflowChanged, List<ScheduleView> changed, long revision)
    {
        if (workflowChanged)
            await session.ExecuteAsync(WorkflowRow.Upsert, WorkflowRow.Of(workflow, revision));
        var read = before?.Schedules.ToDictionary(view => view.Schedule.Id, StringComparer.Ordinal);
        foreach (var view in changed.OrderBy(view => view.Schedule.Key, StringComparer.Ordinal))
        {
            var there = read?.GetValueOrDefault(view.Schedule.Id);
            if (await session.ExecuteAsync(ScheduleRow.Upsert, ScheduleRow.Of(view.Schedule, revision, there)) == 0)
                throw new ConflictException($"The schedule id '{view.Schedule.Id}' is taken by something else than the workflow '{id}'.");
            await session.ExecuteAsync(StateRow.Upsert, StateRow.Of(view));
            if (RevisionRow.Of(there, view, revision) is { } row)
                await session.ExecuteAsync(RevisionRow.Insert, row);
        }
    }

    private static long Newest(WorkflowBundle bundle) =>
        bundle.Schedules.Select(view => view.Schedule.Revision).Append(bundle.Workflow.Revision).Max();
}
