using RedisScheduler.Audit;
using RedisScheduler.Schedules;
using RedisScheduler.Storage;
using RedisScheduler.Workflows;

namespace RedisScheduler.Dashboard.Tests.Fakes;

/// <summary>Schedules in memory; workflows are not looked at by the dashboard.</summary>
internal sealed class FakeDefinitions : IDefinitionStore
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<(string Scope, string Id), ScheduleView> views = [];
    private long revision = 100;

    public StoreSwitch Database { get; } = new("database");

    public void Put(ScheduleView view)
    {
        lock (gate)
            views[(view.Schedule.Scope, view.Schedule.Id)] = view;
    }

    public Task<Change<ScheduleView>> ChangeScheduleAsync(
        string scope, string id, Func<ScheduleView?, ScheduleView?> decide, AuditOf<ScheduleView>? audit, CancellationToken cancel)
    {
        Database.Check();
        lock (gate)
        {
            var before = views.GetValueOrDefault((scope, id));
            var after = decide(before);
            after = after is null ? null : Numbered(after);
            if (after is null)
                views.Remove((scope, id));
            else
                Put(after);
            return Task.FromResult(new Change<ScheduleView>(before, after, revision));
        }
    }

    public Task<IReadOnlyList<ScheduleView>> ListFailingAsync(DateTimeOffset now, int limit, CancellationToken cancel) => Task.FromResult<IReadOnlyList<ScheduleView>>([]);

    public Task<ScheduleView?> FindScheduleAsync(string scope, string id, CancellationToken cancel)
    {
        Database.Check();
        lock (gate)
            return Task.FromResult(views.GetValueOrDefault((scope, id)));
    }

    public Task<IReadOnlyList<ScheduleView>> FindSchedulesAsync(IReadOnlyCollection<string> keys, CancellationToken cancel)
    {
        Database.Check();
        lock (gate)
            return Task.FromResult<IReadOnlyList<ScheduleView>>([.. views.Values.Where(view => keys.Contains(view.Schedule.Key))]);
    }

    public Task<Page<ScheduleView>> ListSchedulesAsync(ScheduleQuery query, CancellationToken cancel)
    {
        Database.Check();
        lock (gate)
        {
            var found = views.Values.Where(view =>
                view.Schedule.Scope == query.Scope
                && (query.Status is null || view.StatusAt(query.Now) == query.Status)
                && (query.Text is null
                    || view.Schedule.Name.Contains(query.Text, StringComparison.OrdinalIgnoreCase)
                    || view.Schedule.Id.Contains(query.Text, StringComparison.OrdinalIgnoreCase)));
            var sorted = query.Sort switch
            {
                ScheduleSort.NextRunAt => found.OrderBy(view => view.State.NextRunAt ?? DateTimeOffset.MaxValue),
                ScheduleSort.LastRunAt => found.OrderByDescending(view => view.State.LastRunAt ?? DateTimeOffset.MinValue),
                _ => found.OrderBy(view => view.Schedule.Name, StringComparer.Ordinal),
            };
            return Task.FromResult(Paging.Cut([.. sorted], query.Cursor, query.Limit));
        }
    }

    public Task MarkSyncedAsync(IReadOnlyList<ScheduleVersion> versions, CancellationToken cancel)
    {
        Database.Check();
        lock (gate)
        {
            foreach (var view in views.Values.Where(view => versions.Contains(new(view.Schedule.Key, view.Schedule.Revision))).ToArray())
                Put(view with { Schedule = view.Schedule with { SyncedRevision = view.Schedule.Revision } });
        }
        return Task.CompletedTask;
    }

    public Task<WorkflowBundle?> FindWorkflowAsync(string scope, string id, CancellationToken cancel) => Task.FromResult<WorkflowBundle?>(null);

    /// <summary>A workflow is there for as long as a schedule names it.</summary>
    public Task<Change<WorkflowBundle>> ChangeWorkflowAsync(
        string scope, string id, Func<WorkflowBundle?, WorkflowBundle?> decide, AuditOf<WorkflowBundle>? audit, CancellationToken cancel)
    {
        Database.Check();
        lock (gate)
        {
            var schedules = views.Values.Where(view => view.Schedule.Scope == scope && view.Schedule.WorkflowId == id).ToArray();
            var workflow = new Workflow
            {
                Scope = scope, Id = id, Name = id, Status = WorkflowStatus.Active,
                CreatedAt = schedules[0].Schedule.CreatedAt, UpdatedAt = schedules[0].Schedule.UpdatedAt,
            };
            var before = new WorkflowBundle(workflow, schedules);
            var after = decide(before)!;
            after = after with { Schedules = [.. after.Schedules.Select(Numbered)] };
            foreach (var view in after.Schedules)
                Put(view);
            return Task.FromResult(new Change<WorkflowBundle>(before, after, revision));
        }
    }

    private ScheduleView Numbered(ScheduleView view) =>
        view.Schedule.Revision == 0 ? view with { Schedule = view.Schedule with { Revision = ++revision } } : view;

    public Task<Page<Workflow>> ListWorkflowsAsync(WorkflowQuery query, CancellationToken cancel) => Task.FromResult(new Page<Workflow>([], null));

    public IAsyncEnumerable<IReadOnlyList<ScheduleMark>> StreamMarksAsync(CancellationToken cancel) =>
        AsyncEnumerable.Empty<IReadOnlyList<ScheduleMark>>();
}
