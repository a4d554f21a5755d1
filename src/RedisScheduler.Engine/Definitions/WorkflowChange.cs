using RedisScheduler.Definitions;
using RedisScheduler.Engine.Calendars;
using RedisScheduler.Errors;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Definitions;

/// <summary>Decides what a workflow and its schedules become when it is saved. Pure: the same input gives the same answer.</summary>
internal sealed class WorkflowChange(string scope, string id, WorkflowDraft draft, CalendarBook calendars, string by, DateTimeOffset now)
{
    /// <summary>What shall be; the bundle that is there where nothing differs.</summary>
    /// <exception cref="InvalidInputException">Something is not valid.</exception>
    /// <exception cref="ConflictException">A trigger of the workflow has the id that one of its producers needs.</exception>
    public WorkflowBundle Decide(WorkflowBundle? before)
    {
        var errors = new FieldErrors();
        var workflow = Workflow(before?.Workflow);
        var change = new ScheduleChange(scope, now, errors);
        var there = (before?.Schedules ?? []).ToDictionary(view => view.Schedule.Id, StringComparer.Ordinal);
        var schedules = Wishes(before, errors)
            .Select(wish => (Wish: wish, There: there.GetValueOrDefault(wish.Id)))
            .Select(pair => change.Save(pair.There, pair.Wish, Pause(pair.There, before, workflow), Pauses.Runnable(workflow)))
            .OrderBy(view => view.Schedule.Id, StringComparer.Ordinal)
            .ToArray();
        errors.ThrowIfAny();
        var same = before is not null && IsSame(before.Workflow, workflow) && schedules.SequenceEqual(before.Schedules, ReferenceEqualityComparer.Instance);
        return same ? before! : new WorkflowBundle(workflow, schedules);
    }

    private static Pause? Pause(ScheduleView? there, WorkflowBundle? before, Workflow workflow) =>
        Schedules.Pause.Longer(Pauses.Own(there?.Schedule, before?.Workflow), workflow.Pause);

    private Workflow Workflow(Workflow? before)
    {
        var paused = before?.Pause?.Holds(now) == true ? before.Pause : new Pause(null, null, now, by);
        return new Workflow
        {
            Scope = scope,
            Id = id,
            Name = draft.Name,
            Description = draft.Description,
            Status = draft.Status,
            Pause = draft.Status == WorkflowStatus.Paused ? paused : null,
            Target = draft.Target,
            Payload = draft.Payload,
            TimeZone = draft.TimeZone,
            Tags = draft.Tags,
            CreatedAt = before?.CreatedAt ?? now,
            UpdatedAt = now,
        };
    }

    private static bool IsSame(Workflow one, Workflow other) =>
        one with { Revision = 0, UpdatedAt = default, Tags = [] } == other with { Revision = 0, UpdatedAt = default, Tags = [] }
        && one.Tags.SequenceEqual(other.Tags, StringComparer.Ordinal);

    /// <summary>The schedules of the document, and those that others made for the workflow (triggers), which stay.</summary>
    private List<ScheduleWish> Wishes(WorkflowBundle? before, FieldErrors errors)
    {
        var wishes = new List<ScheduleWish>();
        if (draft.Producers is null && draft.Own is not null)
        {
            wishes.Add(new ScheduleWish(id, id, null, Owned: true, draft.Name, draft.Description, draft.Own));
        }

        foreach (var (name, spec) in draft.Producers ?? new Dictionary<string, ScheduleSpec>(StringComparer.Ordinal))
        {
            var path = $"handlerConfig.producers.{name}";
            var scheduleId = $"{id}.{name}";
            errors.AddIf(path, scheduleId.Length > IdText.MaxLength ? $"The id of its schedule, '{scheduleId}', is longer than {IdText.MaxLength} characters." : null);
            wishes.Add(new ScheduleWish(scheduleId, id, name, Owned: true, $"{draft.Name} / {name}", null, calendars.Fill(spec, TimingOf(before, scheduleId), path, errors), path));
        }

        foreach (var trigger in (before?.Schedules ?? []).Select(view => view.Schedule).Where(schedule => !schedule.OwnedByWorkflow))
        {
            if (wishes.Exists(wish => wish.Id == trigger.Id))
            {
                throw new ConflictException($"The id '{trigger.Id}' is taken by another schedule of workflow '{id}'.");
            }

            wishes.Add(ScheduleWish.Of(trigger) with { Spec = Follow(trigger.Spec, before!.Workflow) });
        }

        return wishes;
    }

    private static ScheduleTiming? TimingOf(WorkflowBundle? before, string scheduleId) =>
        before?.Schedules.FirstOrDefault(view => view.Schedule.Id == scheduleId)?.Schedule.Spec.Timing;

    // A trigger that runs the target of its workflow goes on doing so when that changes.
    private ScheduleSpec Follow(ScheduleSpec spec, Workflow before) =>
        draft.Target is not null && before.Target == TargetJson.Write(spec.Target) ? spec with { Target = TargetReader.Parse(draft.Target) } : spec;
}
