using RedisScheduler.Audit;
using RedisScheduler.Storage;
using RedisScheduler.Workflows;

namespace RedisScheduler.Subscriptions;

/// <summary>Subscriptions in SQL.</summary>
public interface ISubscriptionStore
{
    /// <summary>
    /// Changes a subscription in one transaction that excludes other changes of it. <paramref name="decide"/> is given what is there and answers what shall be, <c>null</c> for
    /// nothing; it must be pure, because it may be called again. Revision 0 is written with a new revision, any other left alone.
    /// What <paramref name="audit"/> tells of a change is written with it.
    /// </summary>
    Task<Change<Subscription>> ChangeAsync(string scope, string id, Func<Subscription?, Subscription?> decide, AuditOf<Subscription>? audit, CancellationToken cancel);

    /// <summary>A subscription; <c>null</c> when there is none.</summary>
    Task<Subscription?> FindAsync(string scope, string id, CancellationToken cancel);

    /// <summary>All subscriptions of a scope by id, page by page.</summary>
    Task<Page<Subscription>> ListAsync(string scope, int limit, string? cursor, CancellationToken cancel);

    /// <summary>Those of a scope that may get events of a schedule: they name it, or no schedule at all.</summary>
    Task<IReadOnlyList<Subscription>> OfScheduleAsync(string scope, string scheduleId, CancellationToken cancel);
}
