using RedisScheduler.Ledger;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Columns;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Timing;

namespace RedisScheduler.Storage.Definitions;

/// <summary>A row of <c>schedule_revisions</c>.</summary>
internal sealed record RevisionRow : PauseColumns
{
    public static readonly BulkStatement<RevisionRow> Insert = new BulkStatement<RevisionRow>(
        """
        INSERT INTO schedule_revisions (key, revision, at, scope, id, timing, anchor, runs, pause_at, pause_until, pause_reason, pause_by, first_due, waiting_since, deleted)
        SELECT r.key, r.revision, r.at, r.scope, r.id, r.timing, r.anchor, r.runs, r.pause_at, r.pause_until, r.pause_reason, r.pause_by, r.first_due, r.waiting_since, r.deleted
        FROM {rows} WHERE true
        """
    )
        .Text("key", row => row.Key)
        .Number("revision", row => row.Revision)
        .Number("at", row => row.At)
        .Text("scope", row => row.Scope)
        .Text("id", row => row.Id)
        .Text("timing", row => row.Timing)
        .Number("anchor", row => row.Anchor)
        .Number("runs", row => row.Runs)
        .Number("pause_at", row => row.PauseAt)
        .Number("pause_until", row => row.PauseUntil)
        .Text("pause_reason", row => row.PauseReason)
        .Text("pause_by", row => row.PauseBy)
        .Number("first_due", row => row.FirstDue)
        .Number("waiting_since", row => row.WaitingSince)
        .Number("deleted", row => row.Deleted);

    public string Key { get; init; } = "";
    public long Revision { get; init; }
    public long At { get; init; }
    public string Scope { get; init; } = "";
    public string Id { get; init; } = "";
    public string Timing { get; init; } = "";
    public long Anchor { get; init; }
    public long Runs { get; init; }
    public long? FirstDue { get; init; }
    public long? WaitingSince { get; init; }
    public long Deleted { get; init; }

    /// <summary>What a change has to be remembered by; <c>null</c> where it changes nothing about when the schedule is due.</summary>
    public static RevisionRow? Of(ScheduleView? before, ScheduleView after, long revision)
    {
        var row = Of(after, revision, after.Schedule.UpdatedAt.ToUnixTimeMilliseconds()) with { FirstDue = after.State.NextRunAt.ToMs() };
        if (before is null)
            return row;
        var same = Of(before, revision, row.At) with { FirstDue = row.FirstDue };
        return row == same ? null : row with { WaitingSince = Waiting(before, row) };
    }

    /// <summary>The end of a schedule.</summary>
    public static RevisionRow OfDeleted(ScheduleView before, long revision, long nowMs)
    {
        var row = Of(before, revision, nowMs) with { Runs = 0, Deleted = 1 };
        return row with { WaitingSince = Waiting(before, row) };
    }

    public ScheduleRevision ToRevision() =>
        new()
        {
            Revision = Revision,
            AtMs = At,
            Timing = ScheduleTiming.FromJson(Timing),
            AnchorMs = Anchor,
            Runs = Runs != 0,
            Pause = ToPause(),
            FirstDueMs = FirstDue,
            WaitingSinceMs = WaitingSince,
            Deleted = Deleted != 0,
        };

    private static RevisionRow Of(ScheduleView view, long revision, long at) =>
        new()
        {
            Key = view.Schedule.Key,
            Revision = revision,
            At = at,
            Scope = view.Schedule.Scope,
            Id = view.Schedule.Id,
            Timing = view.Schedule.Spec.Timing.ToJson(),
            Anchor = view.Schedule.AnchorMs,
            Runs = view.Schedule.Spec.Enabled && view.Schedule.WorkflowRunnable ? 1 : 0,
            PauseAt = view.Schedule.Pause?.At.ToUnixTimeMilliseconds(),
            PauseUntil = view.Schedule.Pause?.Until.ToMs(),
            PauseReason = view.Schedule.Pause?.Reason,
            PauseBy = view.Schedule.Pause?.By,
        };

    private static long? Waiting(ScheduleView before, RevisionRow row) => before.State.NextRunAt.ToMs() is { } due && due <= row.At ? due : null;
}
