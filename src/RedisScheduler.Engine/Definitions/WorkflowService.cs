using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Calendars;
using RedisScheduler.Definitions;
using RedisScheduler.Engine.Calendars;
using RedisScheduler.Engine.Audit;
using RedisScheduler.Errors;
using RedisScheduler.Storage;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Definitions;

/// <summary>Saves, shows, pauses and deletes workflows: SQL first, then Redis; where Redis does not answer, the Reconciler applies it later.</summary>
public sealed class WorkflowService
{
    private readonly IDefinitionStore store;
    private readonly ScheduleSync sync;
    private readonly LiveDue live;
    private readonly PendingRuns pending;
    private readonly ICalendarStore calendars;
    private readonly TimeProvider time;

    internal WorkflowService(
        IDefinitionStore store, ScheduleSync sync, LiveDue live, PendingRuns pending, ICalendarStore calendars, TimeProvider time) =>
        (this.store, this.sync, this.live, this.pending, this.calendars, this.time) = (store, sync, live, pending, calendars, time);

    /// <summary>Saves a workflow with its producers; what is unchanged keeps its revision.</summary>
    /// <param name="scope">The tenant.</param>
    /// <param name="id">Its id.</param>
    /// <param name="draft">What it shall be.</param>
    /// <param name="by">Who saves it.</param>
    /// <param name="ifRevision">The revision that it must have, see <see cref="Revisions"/>; <c>null</c> saves over any.</param>
    /// <param name="cancel">Gives up before anything is saved.</param>
    /// <exception cref="InvalidInputException">Something in it is not valid.</exception>
    /// <exception cref="StaleException">The workflow's revision is not the one given, or there is none.</exception>
    /// <exception cref="ConflictException">An id of its schedules is taken.</exception>
    public async Task<SavedWorkflow> SaveAsync(string scope, string id, WorkflowDraft draft, Actor by, long? ifRevision, CancellationToken cancel)
    {
        Ids.Check("id", id);
        ArgumentNullException.ThrowIfNull(draft);
        var named = draft.Producers?.Values.SelectMany(spec => CalendarBook.NamesIn(spec.Timing)) ?? [];
        var now = Now;
        var change = new WorkflowChange(scope, id, draft, await CalendarBook.LoadAsync(calendars, scope, named, cancel), by.Name, now);
        var done = await store.ChangeWorkflowAsync(
            scope,
            id,
            before =>
            {
                Revisions.Check(Kind, id, before?.Workflow.Revision, ifRevision);
                return change.Decide(before);
            },
            new Audits(by, now).Workflow(scope, id),
            cancel
        );
        return new SavedWorkflow(await ApplyAsync(done), Created: done.Before is null);
    }

    /// <summary>A workflow with its schedules; <c>null</c> when there is none.</summary>
    public async Task<WorkflowBundle?> FindAsync(string scope, string id, CancellationToken cancel) =>
        await store.FindWorkflowAsync(scope, id, cancel) is { } found ? found with { Schedules = await live.OverlayAsync(found.Schedules, cancel) } : null;

    /// <summary>Workflows by filter.</summary>
    public Task<Page<Workflow>> ListAsync(WorkflowQuery query, CancellationToken cancel) => store.ListWorkflowsAsync(query, cancel);

    /// <summary>Deletes a workflow and all schedules that name it; the history stays.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    /// <exception cref="StaleException">Its revision is not the one given.</exception>
    public async Task DeleteAsync(string scope, string id, long? ifRevision, Actor by, CancellationToken cancel)
    {
        var done = await store.ChangeWorkflowAsync(
            scope,
            id,
            before =>
            {
                Revisions.Check(Kind, id, Existing(id, before).Workflow.Revision, ifRevision);
                return null;
            },
            new Audits(by, Now).Workflow(scope, id),
            cancel
        );
        await sync.ApplyAsync(done.Before!.Schedules, [], done.Revision);
    }

    /// <summary>Pauses all its schedules.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    /// <exception cref="ConflictException">It is a draft or archived.</exception>
    /// <exception cref="InvalidInputException">The pause would end in the past.</exception>
    public async Task<WorkflowBundle> PauseAsync(string scope, string id, PauseRequest request, Actor by, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var now = Now;
        Pauses.CheckUntil(request, now);
        var pause = Pauses.Of(request, by.Name, now);
        var audit = new Audits(by, now, AuditAction.Pause).Workflow(scope, id);
        var bundle = await ApplyAsync(await store.ChangeWorkflowAsync(scope, id, before => WithPause(Existing(id, before), pause, now), audit, cancel));
        if (request.CancelPending)
        {
            foreach (var view in bundle.Schedules)
            {
                await pending.CancelAsync(view.Schedule, by.Name, cancel);
            }
        }

        return bundle;
    }

    /// <summary>Resumes all its schedules but those that have a pause of their own; each is next due at its first due time after now.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    /// <exception cref="ConflictException">It is a draft or archived, or its whole scope is paused.</exception>
    public async Task<WorkflowBundle> ResumeAsync(string scope, string id, Actor by, CancellationToken cancel)
    {
        var now = Now;
        var audit = new Audits(by, now, AuditAction.Resume).Workflow(scope, id);
        return await ApplyAsync(await store.ChangeWorkflowAsync(scope, id, before => WithPause(Existing(id, before), null, now), audit, cancel));
    }

    private const string Kind = "workflow";

    private DateTimeOffset Now => Revisions.Milliseconds(time.GetUtcNow());

    private static WorkflowBundle Existing(string id, WorkflowBundle? bundle) => bundle ?? throw new MissingException(Kind, id);

    private static WorkflowBundle WithPause(WorkflowBundle before, Schedules.Pause? pause, DateTimeOffset now)
    {
        var workflow = before.Workflow;
        if (!Pauses.Runnable(workflow))
        {
            throw new ConflictException($"The workflow '{workflow.Id}' is {Words.Of(workflow.Status)}; only an active one can be paused and resumed.");
        }

        if (pause is null)
        {
            foreach (var view in before.Schedules)
            {
                Pauses.CheckScope(view, now);
            }

            if (workflow.Status == WorkflowStatus.Active)
            {
                return before;
            }
        }

        var change = new ScheduleChange(workflow.Scope, now, new FieldErrors());
        return new WorkflowBundle(
            workflow with { Status = pause is null ? WorkflowStatus.Active : WorkflowStatus.Paused, Pause = pause, Revision = 0, UpdatedAt = now },
            [.. before.Schedules.Select(view => change.Pause(view, Schedules.Pause.Longer(Pauses.Own(view.Schedule, workflow), pause)))]
        );
    }

    private async Task<WorkflowBundle> ApplyAsync(Change<WorkflowBundle> done)
    {
        var applied = await sync.ApplyAsync(done.Before?.Schedules ?? [], done.After!.Schedules, done.Revision);
        return done.After with { Schedules = await live.OverlayAsync(applied, CancellationToken.None) };
    }
}
