using RedisScheduler.Schedules;
using RedisScheduler.Storage.Access;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Workflows;

namespace RedisScheduler.Storage.Definitions;

/// <summary>The schedules and workflows that some changes are about.</summary>
internal sealed class DefinitionReads
{
    private readonly Dictionary<string, ScheduleView> schedules;
    private readonly Dictionary<(string Scope, string Id), WorkflowBundle> workflows;

    private readonly Dictionary<string, Pause> pauses;

    private DefinitionReads(IEnumerable<ScheduleView> schedules, IReadOnlyCollection<WorkflowRow> workflows, Dictionary<string, Pause> pauses)
    {
        this.pauses = pauses;
        this.schedules = schedules.ToDictionary(view => view.Schedule.Key, StringComparer.Ordinal);
        var members = this.schedules.Values.ToLookup(view => (view.Schedule.Scope, view.Schedule.WorkflowId));
        this.workflows = workflows.ToDictionary(
            row => (row.Scope, row.Id),
            row => new WorkflowBundle(row.ToWorkflow(), [.. members[(row.Scope, row.Id)].OrderBy(view => view.Schedule.Key, StringComparer.Ordinal)])
        );
    }

    public ScheduleView? Schedule(string key) => schedules.GetValueOrDefault(key);

    public WorkflowBundle? Workflow(string scope, string id) => workflows.GetValueOrDefault((scope, id));

    /// <summary>A schedule that was written by the decision on what was read, as it is now; one that has its revision was left alone.</summary>
    public ScheduleView Saved(ScheduleView wanted, ScheduleView? before, long revision)
    {
        if (wanted.Schedule.Revision != 0)
            return wanted;
        var schedule = wanted.Schedule with
        {
            Revision = revision,
            SyncedRevision = before?.Schedule.SyncedRevision ?? 0,
            ScopePause = pauses.GetValueOrDefault(wanted.Schedule.Scope),
            ChangedByHand = false,
        };
        return new ScheduleView(schedule, StateRow.Written(wanted.State, before?.State));
    }

    /// <summary>
    /// Reads what changes ask for. States are locked in the order of their keys, as the Recorder locks them too: two that lock never wait for each other. Which schedules a workflow has is
    /// asked first, and stays so, because whoever adds one locks the workflow.
    /// </summary>
    public static async Task<DefinitionReads> ReadAsync(Session session, IReadOnlyCollection<DefinitionChange> changes)
    {
        List<string> keys = [.. changes.Select(change => change.ScheduleKey).OfType<string>()];
        List<WorkflowRow> rows = [];
        foreach (var scope in changes.Where(change => change.WorkflowId is not null).GroupBy(change => change.Scope, StringComparer.Ordinal))
        {
            var values = new { Scope = scope.Key, Ids = session.Dialect.List([.. scope.Select(change => change.WorkflowId!)]) };
            rows.AddRange(await session.ListAsync<WorkflowRow>($"SELECT * FROM workflows WHERE scope = @Scope AND {session.Dialect.In("id", "@Ids")}", values));
            keys.AddRange(await session.ListAsync<string>($"SELECT key FROM schedules WHERE scope = @Scope AND {session.Dialect.In("workflow_id", "@Ids")}", values));
        }

        string[] scopes = [.. changes.Select(change => change.Scope).OfType<string>().Distinct(StringComparer.Ordinal)];
        return new DefinitionReads(
            keys.Count == 0 ? [] : await ScheduleReads.ForChangeAsync(session, keys),
            rows,
            scopes.Length == 0 ? [] : await ScopeStore.PausesAsync(session, scopes)
        );
    }
}
