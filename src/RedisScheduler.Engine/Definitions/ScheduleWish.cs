using RedisScheduler.Definitions;
using RedisScheduler.Schedules;

namespace RedisScheduler.Engine.Definitions;

/// <summary>What a schedule shall be, as far as its writer decides it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="WorkflowId">Its workflow, if any.</param>
/// <param name="Producer">Its producer, if any.</param>
/// <param name="Owned">Whether it is a part of its workflow's document.</param>
/// <param name="Name">A name for people.</param>
/// <param name="Description">A text for people.</param>
/// <param name="Spec">When, what and how.</param>
/// <param name="Path">The JSON path of its fields in the request; empty for the whole request.</param>
internal sealed record ScheduleWish(
    string Id, string? WorkflowId, string? Producer, bool Owned, string Name, string? Description, ScheduleSpec Spec, string Path = "")
{
    /// <summary>The wish that a schedule stays what it is.</summary>
    public static ScheduleWish Of(Schedule schedule) =>
        new(schedule.Id, schedule.WorkflowId, schedule.Producer, schedule.OwnedByWorkflow, schedule.Name, schedule.Description, schedule.Spec);

    /// <summary>Whether a schedule is this already.</summary>
    public bool IsMetBy(Schedule schedule) =>
        (schedule.Id, schedule.WorkflowId, schedule.Producer, schedule.OwnedByWorkflow, schedule.Name, schedule.Description)
            == (Id, WorkflowId, Producer, Owned, Name, Description)
        && SpecJson.Write(schedule.Spec) == SpecJson.Write(Spec);
}
