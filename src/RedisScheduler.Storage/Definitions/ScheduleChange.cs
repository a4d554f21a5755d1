using RedisScheduler.Audit;
using RedisScheduler.Schedules;

namespace RedisScheduler.Storage.Definitions;

/// <summary>
/// A change of one schedule, which excludes changes of the same schedule and of the workflows that it names, before and after. These are known only when the row is read and the
/// caller has decided; so an attempt starts with the locks it knows, and is made again where they turn out too few, or where a workflow that was saved meanwhile took the id.
/// </summary>
internal sealed class ScheduleChange : DefinitionChange<ScheduleView>
{
    public ScheduleChange(string scope, string id, Func<ScheduleView?, ScheduleView?> decide, AuditOf<ScheduleView>? audit, CancellationToken cancel)
        : base(decide, audit, cancel)
    {
        (Scope, ScheduleKey) = (scope, Schedules.ScheduleKey.Of(scope, id));
        Locks.Add($"schedule {ScheduleKey}");
    }

    public override string ScheduleKey { get; }

    protected override ScheduleView? Find(DefinitionReads reads) => reads.Schedule(ScheduleKey);

    protected override DefinitionEffects EffectsOf(ScheduleView? before, ScheduleView? after) =>
        after is null ? new DefinitionEffects { Removed = before is null ? [] : [before] }
        : after.Schedule.Revision != 0 ? new DefinitionEffects()
        : new DefinitionEffects { Saved = [(before, after)] };

    protected override ScheduleView Saved(ScheduleView wanted, ScheduleView? before, long revision, DefinitionReads reads) => reads.Saved(wanted, before, revision);

    protected override long RevisionOf(ScheduleView there) => there.Schedule.Revision;

    protected override bool Covers(ScheduleView? view) =>
        view?.Schedule.WorkflowId is not { } workflow || !Locks.Add(WorkflowChange.LockName(view.Schedule.Scope, workflow));
}
