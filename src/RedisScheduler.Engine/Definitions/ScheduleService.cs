using System.Text.Json;
using RedisScheduler.Calendars;
using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Definitions;
using RedisScheduler.Engine.Audit;
using RedisScheduler.Engine.Calendars;
using RedisScheduler.Errors;
using RedisScheduler.Schedules;
using RedisScheduler.Storage;
using RedisScheduler.Timing;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Definitions;

/// <summary>Makes, shows, changes, pauses and deletes schedules. What is shown carries the next due time that Redis knows, where it answers soon enough.</summary>
public sealed class ScheduleService
{
    private const string Kind = "schedule";

    private readonly IDefinitionStore store;
    private readonly ScheduleStore changes;
    private readonly LiveDue live;
    private readonly PendingRuns pending;
    private readonly ICalendarStore calendars;
    private readonly TimeProvider time;

    internal ScheduleService(
        IDefinitionStore store, ScheduleStore changes, LiveDue live, PendingRuns pending, ICalendarStore calendars, TimeProvider time) =>
        (this.store, this.changes, this.live, this.pending, this.calendars, this.time) = (store, changes, live, pending, calendars, time);

    /// <summary>Makes a schedule without a producer, from the request's JSON.</summary>
    /// <exception cref="InvalidInputException">Something in it is not valid, or there is no such workflow.</exception>
    /// <exception cref="ConflictException">Its id is taken.</exception>
    public async Task<ScheduleView> CreateAsync(string scope, JsonElement body, Actor by, CancellationToken cancel)
    {
        var id = new ObjectReader(body, "", new FieldErrors()).Id("id") ?? Guid.NewGuid().ToString("N");
        try
        {
            return await WriteAsync(
                scope,
                id,
                ScheduleReader.WorkflowId(body),
                body,
                before => before is null ? body : throw new ConflictException($"The id '{id}' is taken by another schedule."),
                by,
                cancel
            );
        }
        catch (MissingException missing)
        {
            throw FieldErrors.One("workflowId", missing.Message);
        }
    }

    /// <summary>Changes a schedule by a JSON merge patch (RFC 7396). Its id, its workflow and the name of a producer's schedule stay.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    /// <exception cref="InvalidInputException">What it would become is not valid.</exception>
    /// <exception cref="StaleException">Its revision is not the one given.</exception>
    public async Task<ScheduleView> PatchAsync(string scope, string id, JsonElement mergePatch, long? ifRevision, Actor by, CancellationToken cancel)
    {
        var found = await ExistingAsync(scope, id, cancel);
        return await WriteAsync(
            scope,
            id,
            found.Schedule.WorkflowId,
            mergePatch,
            before =>
            {
                var there = before ?? throw new MissingException(Kind, id);
                Revisions.Check(Kind, id, there.Schedule.Revision, ifRevision);
                return MergePatch.Apply(ScheduleJson.Write(there.Schedule), mergePatch);
            },
            by,
            cancel
        );
    }

    /// <summary>Deletes a schedule; a producer's leaves its workflow. The history stays.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    /// <exception cref="StaleException">Its revision is not the one given.</exception>
    public async Task DeleteAsync(string scope, string id, long? ifRevision, Actor by, CancellationToken cancel)
    {
        var found = await ExistingAsync(scope, id, cancel);
        await changes.ChangeAsync(
            scope,
            found.Schedule.WorkflowId,
            id,
            new Audits(by, Now),
            (_, before) =>
            {
                Revisions.Check(Kind, id, (before ?? throw new MissingException(Kind, id)).Schedule.Revision, ifRevision);
                return null;
            },
            cancel
        );
    }

    /// <summary>A schedule with its state; <c>null</c> when there is none.</summary>
    public async Task<ScheduleView?> FindAsync(string scope, string id, CancellationToken cancel) =>
        await store.FindScheduleAsync(scope, id, cancel) is { } found ? (await live.OverlayAsync([found], cancel))[0] : null;

    /// <summary>Schedules by filter.</summary>
    public async Task<Page<ScheduleView>> ListAsync(ScheduleQuery query, CancellationToken cancel)
    {
        var page = await store.ListSchedulesAsync(query, cancel);
        return page with { Items = await live.OverlayAsync(page.Items, cancel) };
    }

    /// <summary>Pauses a schedule; one that is paused takes the new reason and end.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    /// <exception cref="ConflictException">It is inactive or completed.</exception>
    /// <exception cref="InvalidInputException">The pause would end in the past.</exception>
    public async Task<ScheduleView> PauseAsync(string scope, string id, PauseRequest request, Actor by, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var now = Now;
        Pauses.CheckUntil(request, now);
        var paused = await SetPauseAsync(
            scope,
            id,
            new Audits(by, now, AuditAction.Pause),
            (workflow, before) =>
            {
                var status = before.StatusAt(now);
                return status is ScheduleStatus.Inactive or ScheduleStatus.Completed
                    ? throw new ConflictException($"The schedule '{id}' is {Words.Of(status)}; only an active one can be paused.")
                    : Pause.Longer(Pauses.Of(request, by.Name, now), workflow?.Pause);
            },
            cancel
        );
        if (request.CancelPending)
        {
            await pending.CancelAsync(paused.Schedule, by.Name, cancel);
        }

        return paused;
    }

    /// <summary>Resumes a schedule; it is next due at its first due time after now. One that is not paused stays as it is.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    /// <exception cref="ConflictException">Its whole workflow or scope is paused.</exception>
    public async Task<ScheduleView> ResumeAsync(string scope, string id, Actor by, CancellationToken cancel)
    {
        var now = Now;
        return await SetPauseAsync(
            scope,
            id,
            new Audits(by, now, AuditAction.Resume),
            (workflow, before) =>
            {
                Pauses.CheckScope(before, now);
                return workflow?.Pause?.Holds(now) == true
                    ? throw new ConflictException($"The workflow '{workflow.Id}' is paused; resume it, and its schedules run.")
                    : null;
            },
            cancel
        );
    }

    /// <summary>The next due times of a schedule by its timing, strictly after a moment (default: now), whether it is paused or not.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    public async Task<IReadOnlyList<UpcomingRun>> UpcomingAsync(string scope, string id, int count, DateTimeOffset? from, CancellationToken cancel)
    {
        var (schedule, state) = await ExistingAsync(scope, id, cancel);
        return UpcomingRuns.Of(schedule.Spec.Timing, schedule.AnchorMs, schedule.Key, from ?? Now, count, state.FiredCount);
    }

    /// <summary>What a timing would mean; saves nothing.</summary>
    /// <exception cref="InvalidInputException">There is no calendar of a name.</exception>
    public async Task<TimingPreview> PreviewAsync(string scope, ScheduleTiming timing, int count, DateTimeOffset? from, CancellationToken cancel)
    {
        var errors = new FieldErrors();
        timing = (await CalendarBook.LoadAsync(calendars, scope, CalendarBook.NamesIn(timing), cancel)).Fill(timing, null, "", errors);
        errors.ThrowIfAny();
        return new(UpcomingRuns.Of(timing, Now.ToUnixTimeMilliseconds(), "", from ?? Now, count), UpcomingRuns.Describe(timing));
    }

    private DateTimeOffset Now => Revisions.Milliseconds(time.GetUtcNow());

    private async Task<ScheduleView> ExistingAsync(string scope, string id, CancellationToken cancel) =>
        await store.FindScheduleAsync(scope, id, cancel) ?? throw new MissingException(Kind, id);

    private async Task<ScheduleView> SetPauseAsync(
        string scope, string id, Audits audits, Func<Workflow?, ScheduleView, Pause?> decide, CancellationToken cancel)
    {
        var found = await ExistingAsync(scope, id, cancel);
        var change = new ScheduleChange(scope, audits.At, new FieldErrors());
        var changed = await changes.ChangeAsync(
            scope,
            found.Schedule.WorkflowId,
            id,
            audits,
            (workflow, before) => change.Pause(before ?? throw new MissingException(Kind, id), decide(workflow, before)),
            cancel
        );
        return changed!;
    }

    private async Task<ScheduleView> WriteAsync(
        string scope, string id, string? workflowId, JsonElement request, Func<ScheduleView?, JsonElement> document, Actor by, CancellationToken cancel)
    {
        var now = Now;
        var named = request.ValueKind == JsonValueKind.Object ? ExclusionReader.CalendarNames(request) : [];
        var book = await CalendarBook.LoadAsync(calendars, scope, named, cancel);
        var written = await changes.ChangeAsync(
            scope,
            workflowId,
            id,
            new Audits(by, now),
            (workflow, before) =>
            {
                var wish = ScheduleWishes.Read(document(before), id, workflow, before?.Schedule, book);
                var change = new ScheduleChange(scope, now, new FieldErrors());
                var pause = Pause.Longer(Pauses.Own(before?.Schedule, workflow), workflow?.Pause);
                var after = change.Save(before, wish, pause, Pauses.Runnable(workflow));
                change.Errors.ThrowIfAny();
                return after;
            },
            cancel
        );
        return written!;
    }
}
