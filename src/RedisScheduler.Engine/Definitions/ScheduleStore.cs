using RedisScheduler.Engine.Audit;
using RedisScheduler.Errors;
using RedisScheduler.Schedules;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Definitions;

/// <summary>
/// Changes single schedules in SQL, then in Redis. A schedule that names a workflow is changed inside its workflow's bundle, so that no change of the workflow can come between;
/// where it is a part of the workflow's document, the workflow's revision grows too, because its document has changed.
/// </summary>
internal sealed class ScheduleStore(IDefinitionStore store, ScheduleSync sync, LiveDue live)
{
    /// <summary>Decides about one schedule; given its workflow, where it names one, and what is there.</summary>
    internal delegate ScheduleView? Decision(Workflow? workflow, ScheduleView? before);

    /// <summary>Changes a schedule at the moment of its audit; answers what is there now, <c>null</c> where it is deleted.</summary>
    /// <exception cref="MissingException">There is no such workflow.</exception>
    public async Task<ScheduleView?> ChangeAsync(string scope, string? workflowId, string id, Audits audits, Decision decide, CancellationToken cancel)
    {
        var (before, after, revision) = workflowId is null
            ? await AloneAsync(scope, id, audits, decide, cancel)
            : await InWorkflowAsync(scope, workflowId, id, audits, decide, cancel);
        var applied = await sync.ApplyAsync(List(before), List(after), revision);
        // Of a new one Redis knows no more than it was just told.
        return (before is null ? applied : await live.OverlayAsync(applied, CancellationToken.None)) is [var view] ? view : null;
    }

    private async Task<(ScheduleView? Before, ScheduleView? After, long Revision)> AloneAsync(string scope, string id, Audits audits, Decision decide, CancellationToken cancel)
    {
        var done = await store.ChangeScheduleAsync(scope, id, before => decide(null, before), audits.Schedule(scope, id), cancel);
        return (done.Before, done.After, done.Revision);
    }

    private async Task<(ScheduleView? Before, ScheduleView? After, long Revision)> InWorkflowAsync(
        string scope, string workflowId, string id, Audits audits, Decision decide, CancellationToken cancel)
    {
        var done = await store.ChangeWorkflowAsync(
            scope,
            workflowId,
            bundle =>
            {
                var (workflow, schedules) = bundle ?? throw new MissingException("workflow", workflowId);
                var before = Find(schedules, id);
                var after = decide(workflow, before);
                if (ReferenceEquals(before, after))
                {
                    return bundle;
                }

                var owned = (after ?? before)!.Schedule.OwnedByWorkflow;
                return new WorkflowBundle(
                    owned ? workflow with { Revision = 0, UpdatedAt = audits.At } : workflow,
                    [.. schedules.Where(view => view != before).Concat(List(after)).OrderBy(view => view.Schedule.Id, StringComparer.Ordinal)]
                );
            },
            audits.ScheduleOf(scope, id),
            cancel
        );
        return (Find(done.Before!.Schedules, id), Find(done.After!.Schedules, id), done.Revision);
    }

    private static ScheduleView? Find(IReadOnlyList<ScheduleView> schedules, string id) => schedules.FirstOrDefault(view => view.Schedule.Id == id);

    private static ScheduleView[] List(ScheduleView? view) => view is null ? [] : [view];
}
