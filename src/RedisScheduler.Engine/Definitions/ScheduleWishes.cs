using System.Text.Json;
using RedisScheduler.Definitions;
using RedisScheduler.Engine.Calendars;
using RedisScheduler.Schedules;
using RedisScheduler.Targets;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Definitions;

/// <summary>Reads what a single schedule shall be.</summary>
internal static class ScheduleWishes
{
    /// <summary>Reads a request for the schedule of an id; what it leaves open is taken from its workflow.</summary>
    /// <exception cref="Errors.InvalidInputException">It is not valid, or would change what cannot change.</exception>
    public static ScheduleWish Read(JsonElement body, string id, Workflow? workflow, Schedule? before, CalendarBook calendars)
    {
        Ids.Check("id", id);
        var draft = ScheduleReader.Read(body, new SpecDefaults(Target(workflow), workflow?.TimeZone));
        var errors = new FieldErrors();
        errors.AddIf("id", draft.Id is null || draft.Id == id ? null : "Cannot be changed.");
        errors.AddIf("workflowId", draft.WorkflowId == workflow?.Id ? null : "Cannot be changed.");
        errors.AddIf("name", before?.OwnedByWorkflow == true && draft.Name != before.Name ? "Is made of the workflow's and the producer's names." : null);
        var spec = calendars.Fill(draft.Spec, before?.Spec.Timing, "", errors);
        errors.ThrowIfAny();
        return new ScheduleWish(id, workflow?.Id, before?.Producer, before?.OwnedByWorkflow ?? false, draft.Name, draft.Description, spec);
    }

    private static Target? Target(Workflow? workflow) => workflow?.Target is { } json ? TargetReader.Parse(json) : null;
}
