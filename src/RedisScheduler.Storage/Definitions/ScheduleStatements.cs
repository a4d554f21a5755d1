using RedisScheduler.Schedules;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.Definitions;

/// <summary>How the rows of schedules are written, many at a time.</summary>
internal static class ScheduleStatements
{
    private const string NotWritten = "SELECT r.key FROM {rows} WHERE NOT EXISTS (SELECT FROM schedules s WHERE s.key = r.key AND s.xmin = CAST(pg_current_xact_id() AS xid))";

    /// <summary>Adds schedules; leaves alone those whose key is taken.</summary>
    public static readonly BulkStatement<ScheduleRow> Add = Columns(
        new BulkStatement<ScheduleRow>(
            """
            INSERT INTO schedules (key, scope, id, workflow_id, producer, owned_by_workflow, name, description, spec,
              enabled, workflow_runnable, pause_at, pause_until, pause_reason, pause_by, tags, search_text, anchor,
              revision, created_at, updated_at, calendars, calendar_dates, pause_on_failure, alert_after, alert_after_failures, synced_revision)
            SELECT r.key, r.scope, r.id, r.workflow_id, r.producer, r.owned_by_workflow, r.name, r.description, r.spec,
              r.enabled, r.workflow_runnable, r.pause_at, r.pause_until, r.pause_reason, r.pause_by, r.tags, r.search_text, r.anchor,
              r.revision, r.created_at, r.updated_at, r.calendars, r.calendar_dates, r.pause_on_failure, r.alert_after, r.alert_after_failures, 0
            FROM {rows} WHERE true
            ON CONFLICT (key) DO NOTHING
            """
        )
        {
            LeftAlone = NotWritten,
        }
    );

    /// <summary>Changes schedules; leaves alone those that have another revision than the one that was read.</summary>
    public static readonly BulkStatement<ScheduleRow> Change = Columns(
        new BulkStatement<ScheduleRow>(
            """
            UPDATE schedules SET
              workflow_id = r.workflow_id, producer = r.producer, owned_by_workflow = r.owned_by_workflow, name = r.name,
              description = r.description, spec = r.spec, enabled = r.enabled, workflow_runnable = r.workflow_runnable,
              pause_at = r.pause_at, pause_until = r.pause_until, pause_reason = r.pause_reason, pause_by = r.pause_by,
              tags = r.tags, search_text = r.search_text, anchor = r.anchor, revision = r.revision,
              created_at = r.created_at, updated_at = r.updated_at, calendars = r.calendars, calendar_dates = r.calendar_dates,
              pause_on_failure = r.pause_on_failure, alert_after = r.alert_after, alert_after_failures = r.alert_after_failures, by_hand = 0
            FROM {rows} WHERE schedules.key = r.key AND schedules.revision = r.read_revision
            """
        )
        {
            LeftAlone = NotWritten,
        }
    )
        .Number("read_revision", row => row.ReadRevision);

    /// <summary>Deletes schedules, and their states with them.</summary>
    public static readonly BulkStatement<ScheduleRow> Delete = new BulkStatement<ScheduleRow>("DELETE FROM schedules WHERE key IN (SELECT r.key FROM {rows})").Text("key", row => row.Key);

    /// <summary>Notes which revisions are in Redis; one that is no longer the newest is left alone.</summary>
    public static readonly BulkStatement<ScheduleVersion> MarkSynced = new BulkStatement<ScheduleVersion>(
        "UPDATE schedules SET synced_revision = r.revision FROM {rows} WHERE schedules.key = r.key AND schedules.revision = r.revision"
    )
        .Text("key", version => version.Key)
        .Number("revision", version => version.Revision);

    private static BulkStatement<ScheduleRow> Columns(BulkStatement<ScheduleRow> statement) =>
        statement
            .Text("key", row => row.Key)
            .Text("scope", row => row.Scope)
            .Text("id", row => row.Id)
            .Text("workflow_id", row => row.WorkflowId)
            .Text("producer", row => row.Producer)
            .Number("owned_by_workflow", row => row.OwnedByWorkflow)
            .Text("name", row => row.Name)
            .Text("description", row => row.Description)
            .Text("spec", row => row.Spec)
            .Number("enabled", row => row.Enabled)
            .Number("workflow_runnable", row => row.WorkflowRunnable)
            .Number("pause_at", row => row.PauseAt)
            .Number("pause_until", row => row.PauseUntil)
            .Text("pause_reason", row => row.PauseReason)
            .Text("pause_by", row => row.PauseBy)
            .Text("tags", row => row.Tags)
            .Text("search_text", row => row.SearchText)
            .Number("anchor", row => row.Anchor)
            .Number("revision", row => row.Revision)
            .Number("created_at", row => row.CreatedAt)
            .Number("updated_at", row => row.UpdatedAt)
            .Text("calendars", row => row.Calendars)
            .Text("calendar_dates", row => row.CalendarDates)
            .Number("pause_on_failure", row => row.PauseOnFailure)
            .Number("alert_after", row => row.AlertAfter)
            .Number("alert_after_failures", row => row.AlertAfterFailures);
}
