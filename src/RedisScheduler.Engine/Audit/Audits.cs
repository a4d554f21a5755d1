using System.Text.Json;
using System.Text.Json.Nodes;
using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Calendars;
using RedisScheduler.Schedules;
using RedisScheduler.Subscriptions;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Audit;

/// <summary>Says what is to be remembered of what somebody asks for.</summary>
/// <param name="By">Who asks.</param>
/// <param name="At">When.</param>
/// <param name="Action">What, where it is more than making, changing and deleting: a pause, a resume.</param>
internal sealed record Audits(Actor By, DateTimeOffset At, AuditAction? Action = null)
{
    /// <summary>Of a change of a schedule.</summary>
    public AuditOf<ScheduleView> Schedule(string scope, string id) =>
        (before, after) => Of(scope, $"schedule/{id}", AuditDocuments.Of(before), AuditDocuments.Of(after));

    /// <summary>Of a change of one schedule inside its workflow.</summary>
    public AuditOf<WorkflowBundle> ScheduleOf(string scope, string id) =>
        (before, after) => Of(scope, $"schedule/{id}", AuditDocuments.Of(Find(before, id)), AuditDocuments.Of(Find(after, id)));

    /// <summary>Of a change of a workflow.</summary>
    public AuditOf<WorkflowBundle> Workflow(string scope, string id) =>
        (before, after) => Of(scope, $"workflow/{id}", AuditDocuments.Of(before), AuditDocuments.Of(after));

    /// <summary>Of a change of a calendar.</summary>
    public AuditOf<Calendar> Calendar(string scope, string id) =>
        (before, after) => Of(scope, $"calendar/{id}", AuditDocuments.Of(before), AuditDocuments.Of(after));

    /// <summary>Of a change of a subscription.</summary>
    public AuditOf<Subscription> Subscription(string scope, string id) =>
        (before, after) => Of(scope, $"subscription/{id}", AuditDocuments.Of(before), AuditDocuments.Of(after));

    /// <summary>Of a change of a scope.</summary>
    public AuditOf<Scope> Scope(string id) => (before, after) => Of(id, $"scope/{id}", AuditDocuments.Of(before), AuditDocuments.Of(after));

    /// <summary>Of a key that is made or deleted. A key of all scopes concerns the installation.</summary>
    public AuditEntry Key(ApiKey? before, ApiKey? after) =>
        Of((after ?? before)!.Scope, $"key/{(after ?? before)!.Id}", AuditDocuments.Of(before), AuditDocuments.Of(after));

    /// <summary>Of something that is asked for and is no change of a definition.</summary>
    public AuditEntry Asked(string? scope, string subject, JsonObject? facts = null) =>
        new()
        {
            Scope = scope,
            At = At,
            Action = Action!.Value,
            Subject = subject,
            By = By,
            After = facts is null ? null : AuditJson.Whole(AuditDocuments.Of(facts)),
        };

    private AuditEntry Of(string? scope, string subject, JsonElement? before, JsonElement? after)
    {
        var (was, became) = AuditJson.Differing(before, after);
        return new()
        {
            Scope = scope,
            At = At,
            Action = Action ?? (before is null ? AuditAction.Create : after is null ? AuditAction.Delete : AuditAction.Update),
            Subject = subject,
            By = By,
            Before = was,
            After = became,
        };
    }

    private static ScheduleView? Find(WorkflowBundle? bundle, string id) => bundle?.Schedules.FirstOrDefault(view => view.Schedule.Id == id);
}
