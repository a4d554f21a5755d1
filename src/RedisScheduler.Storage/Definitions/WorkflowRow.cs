using RedisScheduler.Storage.Columns;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Workflows;

namespace RedisScheduler.Storage.Definitions;

/// <summary>A row of <c>workflows</c>.</summary>
internal sealed record WorkflowRow : PauseColumns
{
    public static readonly BulkStatement<WorkflowRow> Upsert = new BulkStatement<WorkflowRow>(
        """
        INSERT INTO workflows (scope, id, name, description, status, pause_at, pause_until, pause_reason, pause_by,
          target, payload, time_zone, tags, search_text, revision, created_at, updated_at)
        SELECT r.scope, r.id, r.name, r.description, r.status, r.pause_at, r.pause_until, r.pause_reason, r.pause_by,
          r.target, r.payload, r.time_zone, r.tags, r.search_text, r.revision, r.created_at, r.updated_at
        FROM {rows} WHERE true
        ON CONFLICT (scope, id) DO UPDATE SET
          name = excluded.name, description = excluded.description, status = excluded.status,
          pause_at = excluded.pause_at, pause_until = excluded.pause_until, pause_reason = excluded.pause_reason, pause_by = excluded.pause_by,
          target = excluded.target, payload = excluded.payload, time_zone = excluded.time_zone, tags = excluded.tags,
          search_text = excluded.search_text, revision = excluded.revision, created_at = excluded.created_at, updated_at = excluded.updated_at
        """
    )
        .Text("scope", row => row.Scope)
        .Text("id", row => row.Id)
        .Text("name", row => row.Name)
        .Text("description", row => row.Description)
        .Text("status", row => row.Status)
        .Number("pause_at", row => row.PauseAt)
        .Number("pause_until", row => row.PauseUntil)
        .Text("pause_reason", row => row.PauseReason)
        .Text("pause_by", row => row.PauseBy)
        .Text("target", row => row.Target)
        .Text("payload", row => row.Payload)
        .Text("time_zone", row => row.TimeZone)
        .Text("tags", row => row.Tags)
        .Text("search_text", row => row.SearchText)
        .Number("revision", row => row.Revision)
        .Number("created_at", row => row.CreatedAt)
        .Number("updated_at", row => row.UpdatedAt);

    public static readonly BulkStatement<WorkflowRow> Delete = new BulkStatement<WorkflowRow>(
        "DELETE FROM workflows WHERE (scope, id) IN (SELECT r.scope, r.id FROM {rows})"
    )
        .Text("scope", row => row.Scope)
        .Text("id", row => row.Id);

    public string Scope { get; init; } = "";
    public string Id { get; init; } = "";
    public string Name { get; init; } = "";
    public string? Description { get; init; }
    public string Status { get; init; } = "";
    public string? Target { get; init; }
    public string? Payload { get; init; }
    public string? TimeZone { get; init; }
    public string Tags { get; init; } = "";
    public string SearchText { get; init; } = "";
    public long Revision { get; init; }
    public long CreatedAt { get; init; }
    public long UpdatedAt { get; init; }

    public static WorkflowRow Of(Workflow workflow, long revision) =>
        new()
        {
            Scope = workflow.Scope,
            Id = workflow.Id,
            Name = workflow.Name,
            Description = workflow.Description,
            Status = Word.Of(workflow.Status),
            PauseAt = workflow.Pause?.At.ToUnixTimeMilliseconds(),
            PauseUntil = workflow.Pause?.Until.ToMs(),
            PauseReason = workflow.Pause?.Reason,
            PauseBy = workflow.Pause?.By,
            Target = workflow.Target,
            Payload = workflow.Payload,
            TimeZone = workflow.TimeZone,
            Tags = TagsColumn.Write(workflow.Tags),
            SearchText = Columns.SearchText.Of(workflow.Name, workflow.Id),
            Revision = revision,
            CreatedAt = workflow.CreatedAt.ToUnixTimeMilliseconds(),
            UpdatedAt = workflow.UpdatedAt.ToUnixTimeMilliseconds(),
        };

    public Workflow ToWorkflow() =>
        new()
        {
            Scope = Scope,
            Id = Id,
            Name = Name,
            Description = Description,
            Status = Word.Read<WorkflowStatus>(Status),
            Pause = ToPause(),
            Target = Target,
            Payload = Payload,
            TimeZone = TimeZone,
            Tags = TagsColumn.Read(Tags),
            Revision = Revision,
            CreatedAt = CreatedAt.ToMoment(),
            UpdatedAt = UpdatedAt.ToMoment(),
        };
}
