using RedisScheduler.Audit;
using RedisScheduler.Errors;
using RedisScheduler.Workflows;

namespace RedisScheduler.Storage.Definitions;

/// <summary>A change of a workflow with its schedules.</summary>
internal sealed class WorkflowChange : DefinitionChange<WorkflowBundle>
{
    private readonly string scope;

    public WorkflowChange(string scope, string id, Func<WorkflowBundle?, WorkflowBundle?> decide, AuditOf<WorkflowBundle>? audit, CancellationToken cancel)
        : base(decide, audit, cancel)
    {
        (Scope, this.scope, WorkflowId) = (scope, scope, id);
        Locks.Add(LockName(scope, id));
    }

    public override string WorkflowId { get; }

    /// <summary>What a change of the workflow, or of a schedule that names it, locks.</summary>
    public static string LockName(string scope, string workflowId) => $"workflow {scope} {workflowId}";

    public override bool GoesOnWithout(string takenId) =>
        throw new ConflictException($"The schedule id '{takenId}' is taken by something else than the workflow '{WorkflowId}'.");

    protected override WorkflowBundle? Find(DefinitionReads reads) => reads.Workflow(scope, WorkflowId);

    protected override DefinitionEffects EffectsOf(WorkflowBundle? before, WorkflowBundle? after)
    {
        var read = before?.Schedules.ToDictionary(view => view.Schedule.Id, StringComparer.Ordinal) ?? [];
        return new DefinitionEffects
        {
            Saved = [.. (after?.Schedules ?? []).Where(view => view.Schedule.Revision == 0).Select(view => (read.GetValueOrDefault(view.Schedule.Id), view))],
            Removed = [.. read.Values.ExceptBy(after?.Schedules.Select(view => view.Schedule.Id) ?? [], view => view.Schedule.Id)],
            SavedWorkflow = after?.Workflow is { Revision: 0 } workflow ? workflow : null,
            RemovedWorkflow = after is null ? before?.Workflow : null,
        };
    }

    protected override WorkflowBundle Saved(WorkflowBundle wanted, WorkflowBundle? before, long revision, DefinitionReads reads)
    {
        var read = before?.Schedules.ToDictionary(view => view.Schedule.Id, StringComparer.Ordinal) ?? [];
        return new WorkflowBundle(
            wanted.Workflow.Revision == 0 ? wanted.Workflow with { Revision = revision } : wanted.Workflow,
            [
                .. wanted.Schedules.Select(view => reads.Saved(view, read.GetValueOrDefault(view.Schedule.Id), revision)).OrderBy(view => view.Schedule.Key, StringComparer.Ordinal),
            ]
        );
    }

    protected override long RevisionOf(WorkflowBundle there) => there.Schedules.Select(view => view.Schedule.Revision).Append(there.Workflow.Revision).Max();
}
