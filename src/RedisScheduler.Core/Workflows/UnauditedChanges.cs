using RedisScheduler.Access;
using RedisScheduler.Calendars;
using RedisScheduler.Schedules;
using RedisScheduler.Subscriptions;

namespace RedisScheduler.Workflows;

/// <summary>Changes of which the audit log is told nothing: what follows by itself from something that it was told of, as a due time from another time zone database.</summary>
public static class UnauditedChanges
{
    /// <summary>Changes a workflow with its schedules.</summary>
    public static Task<Change<WorkflowBundle>> ChangeWorkflowAsync(
        this IDefinitionStore store, string scope, string id, Func<WorkflowBundle?, WorkflowBundle?> decide, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.ChangeWorkflowAsync(scope, id, decide, null, cancel);
    }

    /// <summary>Changes a schedule.</summary>
    public static Task<Change<ScheduleView>> ChangeScheduleAsync(
        this IDefinitionStore store, string scope, string id, Func<ScheduleView?, ScheduleView?> decide, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.ChangeScheduleAsync(scope, id, decide, null, cancel);
    }

    /// <summary>Changes a calendar.</summary>
    public static Task<Change<Calendar>> ChangeAsync(
        this ICalendarStore store, string scope, string id, Func<Calendar?, Calendar?> decide, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.ChangeAsync(scope, id, decide, null, cancel);
    }

    /// <summary>Changes a subscription.</summary>
    public static Task<Change<Subscription>> ChangeAsync(
        this ISubscriptionStore store, string scope, string id, Func<Subscription?, Subscription?> decide, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.ChangeAsync(scope, id, decide, null, cancel);
    }

    /// <summary>Changes a scope.</summary>
    public static Task<Change<Scope>> ChangeAsync(this IScopeStore store, string id, Func<Scope?, Scope> decide, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(store);
        return store.ChangeAsync(id, decide, null, cancel);
    }
}
