using System.Text.Json;
using RedisScheduler.Schedules;

namespace RedisScheduler.Definitions;

/// <summary>A schedule without a producer as somebody asked for it: read, checked, and with what it takes from its workflow filled in.</summary>
/// <param name="Id">The id that was chosen; <c>null</c> has one made.</param>
/// <param name="Name">A name for people.</param>
/// <param name="Description">A text for people.</param>
/// <param name="WorkflowId">The workflow that it triggers, if any.</param>
/// <param name="Spec">When, what and how.</param>
public sealed record ScheduleDraft(string? Id, string Name, string? Description, string? WorkflowId, ScheduleSpec Spec);

/// <summary>Reads a schedule as <c>POST /schedules</c> sends it.</summary>
public static class ScheduleReader
{
    /// <summary>Reads a schedule.</summary>
    /// <exception cref="Errors.InvalidInputException">It is not valid; all mistakes are named.</exception>
    /// <exception cref="Errors.TooLargeException">Its payload is over the limit.</exception>
    public static ScheduleDraft Read(JsonElement body, SpecDefaults defaults)
    {
        var errors = new FieldErrors();
        var reader = new ObjectReader(body, "", errors);
        var draft = (
            Id: reader.Id("id"),
            Name: reader.RequiredText("name", WorkflowReader.MaxName),
            Description: reader.Text("description", WorkflowReader.MaxDescription),
            WorkflowId: reader.Id("workflowId"),
            Spec: SpecReader.Read(reader, defaults)
        );
        reader.Finish();
        errors.ThrowIfAny();
        return new ScheduleDraft(draft.Id, draft.Name, draft.Description, draft.WorkflowId, draft.Spec!);
    }

    /// <summary>The workflow that a schedule names, before the whole is read; <c>null</c> where it names none that could be one.</summary>
    public static string? WorkflowId(JsonElement body) => new ObjectReader(body, "", new FieldErrors()).Id("workflowId");
}
