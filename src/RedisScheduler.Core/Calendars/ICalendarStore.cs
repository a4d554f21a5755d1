using RedisScheduler.Audit;
using RedisScheduler.Storage;
using RedisScheduler.Workflows;

namespace RedisScheduler.Calendars;

/// <summary>Calendars in SQL.</summary>
public interface ICalendarStore
{
    /// <summary>
    /// Changes a calendar in one transaction that excludes other changes of it. <paramref name="decide"/> is given what is there and answers what shall be, <c>null</c> for nothing; it
    /// must be pure, because it may be called again. Revision 0 is written with a new revision, any other left alone.
    /// </summary>
    Task<Change<Calendar>> ChangeAsync(string scope, string id, Func<Calendar?, Calendar?> decide, AuditOf<Calendar>? audit, CancellationToken cancel);

    /// <summary>Those of the ids that exist, in no particular order.</summary>
    Task<IReadOnlyList<Calendar>> FindAsync(string scope, IReadOnlyCollection<string> ids, CancellationToken cancel);

    /// <summary>All calendars of a scope by id, page by page.</summary>
    Task<Page<Calendar>> ListAsync(string scope, int limit, string? cursor, CancellationToken cancel);
}
