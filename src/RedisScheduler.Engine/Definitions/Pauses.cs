using RedisScheduler.Definitions;
using RedisScheduler.Errors;
using RedisScheduler.Schedules;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Definitions;

/// <summary>Which pause holds for a schedule that may have one of its own and one of its workflow.</summary>
internal static class Pauses
{
    /// <summary>The pause of its own, where the one it has is not its workflow's.</summary>
    public static Pause? Own(Schedule? schedule, Workflow? workflow) => schedule?.Pause == workflow?.Pause ? null : schedule?.Pause;

    /// <summary>A pause as somebody wished it.</summary>
    public static Pause Of(PauseRequest request, string by, DateTimeOffset now) => new(request.Reason, request.Until, now, by);

    /// <summary>Refuses a pause that would be over already.</summary>
    /// <exception cref="InvalidInputException">It would.</exception>
    public static void CheckUntil(PauseRequest request, DateTimeOffset now)
    {
        if (request.Until <= now)
        {
            throw FieldErrors.One("until", $"{TimeText.Format(request.Until.Value)} is in the past.");
        }
    }

    /// <summary>Refuses to resume what stays paused with its scope.</summary>
    /// <exception cref="ConflictException">It would.</exception>
    public static void CheckScope(ScheduleView view, DateTimeOffset now)
    {
        if (view.Schedule.ScopePause?.Holds(now) == true)
        {
            throw new ConflictException($"The whole scope '{view.Schedule.Scope}' is paused; resume it first.");
        }
    }

    /// <summary>Whether a workflow's status lets its schedules run at all.</summary>
    public static bool Runnable(Workflow? workflow) => workflow is null or { Status: WorkflowStatus.Active or WorkflowStatus.Paused };
}
