using RedisScheduler.Audit;
using RedisScheduler.Schedules;
using RedisScheduler.Storage;

namespace RedisScheduler.Workflows;

/// <summary>
/// Definitions in SQL. A change reads, decides and writes in one transaction that excludes other changes of the same workflow or schedule, so that two saves at the same moment
/// come one after the other.
/// </summary>
public interface IDefinitionStore
{
    /// <summary>
    /// Changes a workflow with its schedules. <paramref name="decide"/> is given what is there (<c>null</c>: nothing) and answers what shall be (<c>null</c>: nothing, a delete); it must be
    /// pure, because it may be called again. Schedules that are absent from its answer are deleted; those with revision 0 are written with a new revision
    /// (of their state only what the definition decides: <see cref="ScheduleState.NextRunAt"/>, <see cref="ScheduleState.Completed"/> and <see cref="ScheduleState.Tzdb"/>), the others left alone.
    /// Throws <see cref="Errors.ConflictException"/> where a schedule's id is taken by another workflow or a standalone schedule. What <paramref name="audit"/> tells of a change is
    /// written with it or not at all; it is not asked where nothing changed.
    /// </summary>
    Task<Change<WorkflowBundle>> ChangeWorkflowAsync(
        string scope, string id, Func<WorkflowBundle?, WorkflowBundle?> decide, AuditOf<WorkflowBundle>? audit, CancellationToken cancel);

    /// <summary>Changes one schedule, standalone or of a workflow, in the same way.</summary>
    Task<Change<ScheduleView>> ChangeScheduleAsync(
        string scope, string id, Func<ScheduleView?, ScheduleView?> decide, AuditOf<ScheduleView>? audit, CancellationToken cancel);

    /// <summary>
    /// Notes that revisions are applied in Redis. One that is no longer current is ignored. The note need not be waited for: whatever is read or changed here from the call on, and not from
    /// the end of the task on, knows it.
    /// </summary>
    Task MarkSyncedAsync(IReadOnlyList<ScheduleVersion> versions, CancellationToken cancel);

    /// <summary>A workflow with its schedules; <c>null</c> when there is none.</summary>
    Task<WorkflowBundle?> FindWorkflowAsync(string scope, string id, CancellationToken cancel);

    /// <summary>Workflows by filter, by id.</summary>
    Task<Page<Workflow>> ListWorkflowsAsync(WorkflowQuery query, CancellationToken cancel);

    /// <summary>A schedule with its state; <c>null</c> when there is none.</summary>
    Task<ScheduleView?> FindScheduleAsync(string scope, string id, CancellationToken cancel);

    /// <summary>Those of some schedules (<see cref="ScheduleKey"/>) that there are, with their states, in no particular order.</summary>
    Task<IReadOnlyList<ScheduleView>> FindSchedulesAsync(IReadOnlyCollection<string> keys, CancellationToken cancel);

    /// <summary>Schedules with their states by filter.</summary>
    Task<Page<ScheduleView>> ListSchedulesAsync(ScheduleQuery query, CancellationToken cancel);

    /// <summary>Schedules whose failed runs in a row have reached <see cref="ScheduleSpec.PauseOnFailure"/> and that are not paused at a moment, at most so many.</summary>
    Task<IReadOnlyList<ScheduleView>> ListFailingAsync(DateTimeOffset now, int limit, CancellationToken cancel);

    /// <summary>Every schedule of every scope, for the Reconciler, page by page by key; the whole is never in memory.</summary>
    IAsyncEnumerable<IReadOnlyList<ScheduleMark>> StreamMarksAsync(CancellationToken cancel);
}

/// <summary>What was and what is.</summary>
/// <param name="Before">What was there; <c>null</c>: nothing.</param>
/// <param name="After">What is there, with its revisions; <c>null</c>: nothing.</param>
/// <param name="Revision">The newest revision of the change; the right one for removals.</param>
public sealed record Change<T>(T? Before, T? After, long Revision) where T : class;

/// <summary>A filter over workflows.</summary>
public sealed record WorkflowQuery(string Scope)
{
    /// <summary>The status.</summary>
    public WorkflowStatus? Status { get; init; }

    /// <summary>A part of id or name, in any case of letters.</summary>
    public string? Text { get; init; }

    /// <summary>A tag that it carries.</summary>
    public string? Tag { get; init; }

    /// <summary>1 to 500.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Where the page before ended.</summary>
    public string? Cursor { get; init; }
}

/// <summary>A filter over schedules.</summary>
public sealed record ScheduleQuery(string Scope)
{
    /// <summary>The status at <see cref="Now"/>.</summary>
    public ScheduleStatus? Status { get; init; }

    /// <summary>The moment at which status is asked (a pause may have ended by itself).</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>The workflow.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>A part of id or name, in any case of letters.</summary>
    public string? Text { get; init; }

    /// <summary>A tag that it carries.</summary>
    public string? Tag { get; init; }

    /// <summary>The id of a calendar that its timing names.</summary>
    public string? Calendar { get; init; }

    /// <summary>The order; ties by id.</summary>
    public ScheduleSort Sort { get; init; }

    /// <summary>1 to 500.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Where the page before ended.</summary>
    public string? Cursor { get; init; }
}

/// <summary>Orders of schedules; rows without a value come last.</summary>
public enum ScheduleSort
{
    /// <summary>By name.</summary>
    Name,

    /// <summary>The one that is due next first.</summary>
    NextRunAt,

    /// <summary>The one that ran last first.</summary>
    LastRunAt,
}
