using RedisScheduler.Definitions;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Columns;

namespace RedisScheduler.Storage.Definitions;

/// <summary>A row of <c>schedules</c>.</summary>
internal sealed record ScheduleRow : PauseColumns
{
    public string Key { get; init; } = "";
    public string Scope { get; init; } = "";
    public string Id { get; init; } = "";
    public string? WorkflowId { get; init; }
    public string? Producer { get; init; }
    public long OwnedByWorkflow { get; init; }
    public string Name { get; init; } = "";
    public string? Description { get; init; }
    public string Spec { get; init; } = "";
    public long Enabled { get; init; }
    public long WorkflowRunnable { get; init; }
    public string Tags { get; init; } = "";
    public string SearchText { get; init; } = "";
    public long Anchor { get; init; }
    public long Revision { get; init; }
    public long SyncedRevision { get; init; }
    public long CreatedAt { get; init; }
    public long UpdatedAt { get; init; }
    public string Calendars { get; init; } = "";
    public string? CalendarDates { get; init; }
    public long? PauseOnFailure { get; init; }
    public long ByHand { get; init; }

    /// <summary>With the longest jitter: what waits for its jitter is not overdue.</summary>
    public long? AlertAfter { get; init; }

    public long? AlertAfterFailures { get; init; }

    /// <summary>The pause of its scope, of another table.</summary>
    public long? ScopePauseAt { get; init; }
    public long? ScopePauseUntil { get; init; }
    public string? ScopePauseReason { get; init; }
    public string? ScopePauseBy { get; init; }

    /// <summary>The revision that the change was decided on; 0 where there was none.</summary>
    public long ReadRevision { get; init; }

    public static ScheduleRow Of(Schedule schedule, long revision, ScheduleView? before) =>
        new()
        {
            Key = schedule.Key,
            Scope = schedule.Scope,
            Id = schedule.Id,
            WorkflowId = schedule.WorkflowId,
            Producer = schedule.Producer,
            OwnedByWorkflow = schedule.OwnedByWorkflow ? 1 : 0,
            Name = schedule.Name,
            Description = schedule.Description,
            Spec = SpecJson.Write(schedule.Spec),
            Enabled = schedule.Spec.Enabled ? 1 : 0,
            WorkflowRunnable = schedule.WorkflowRunnable ? 1 : 0,
            PauseAt = schedule.Pause?.At.ToUnixTimeMilliseconds(),
            PauseUntil = schedule.Pause?.Until.ToMs(),
            PauseReason = schedule.Pause?.Reason,
            PauseBy = schedule.Pause?.By,
            Tags = TagsColumn.Write(schedule.Spec.Tags),
            SearchText = Columns.SearchText.Of(schedule.Name, schedule.Id),
            Anchor = schedule.AnchorMs,
            Revision = revision,
            CreatedAt = schedule.CreatedAt.ToUnixTimeMilliseconds(),
            UpdatedAt = schedule.UpdatedAt.ToUnixTimeMilliseconds(),
            Calendars = TagsColumn.Write([.. CalendarsOf(schedule.Spec).Select(calendar => calendar.Id)]),
            CalendarDates = CalendarsOf(schedule.Spec) is { Count: > 0 } calendars ? Timing.CalendarDates.ToJson(calendars) : null,
            PauseOnFailure = schedule.Spec.PauseOnFailure,
            AlertAfter = schedule.Spec.AlertAfter is { } late ? (long)(late + schedule.Spec.Timing.Jitter).TotalMilliseconds : null,
            AlertAfterFailures = schedule.Spec.AlertAfterFailures,
            ReadRevision = before?.Schedule.Revision ?? 0,
        };

    public Schedule ToSchedule() =>
        new()
        {
            Scope = Scope,
            Id = Id,
            WorkflowId = WorkflowId,
            Producer = Producer,
            OwnedByWorkflow = OwnedByWorkflow != 0,
            Name = Name,
            Description = Description,
            Spec = WithDates(SpecJson.Read(Spec)),
            Pause = ToPause(),
            ScopePause = ToPause(ScopePauseAt, ScopePauseUntil, ScopePauseReason, ScopePauseBy),
            WorkflowRunnable = WorkflowRunnable != 0,
            AnchorMs = Anchor,
            Revision = Revision,
            SyncedRevision = SyncedRevision,
            ChangedByHand = ByHand != 0,
            CreatedAt = CreatedAt.ToMoment(),
            UpdatedAt = UpdatedAt.ToMoment(),
        };

    // The spec names its calendars; their dates stand beside it.
    private ScheduleSpec WithDates(ScheduleSpec spec) =>
        CalendarDates is null
            ? spec
            : spec with { Timing = spec.Timing with { Exclusions = spec.Timing.Exclusions! with { Calendars = Timing.CalendarDates.FromJson(CalendarDates) } } };

    private static IReadOnlyList<Timing.CalendarDates> CalendarsOf(ScheduleSpec spec) => spec.Timing.Exclusions?.Calendars ?? [];
}
