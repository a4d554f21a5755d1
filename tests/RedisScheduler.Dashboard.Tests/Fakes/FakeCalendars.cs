using RedisScheduler.Audit;
using RedisScheduler.Calendars;
using RedisScheduler.Storage;
using RedisScheduler.Workflows;

namespace RedisScheduler.Dashboard.Tests.Fakes;

/// <summary>No calendars; the dashboard shows their names alone, which stand in the schedules.</summary>
internal sealed class FakeCalendars : ICalendarStore
{
    public Task<Change<Calendar>> ChangeAsync(string scope, string id, Func<Calendar?, Calendar?> decide, AuditOf<Calendar>? audit, CancellationToken cancel) =>
        throw new NotSupportedException("The dashboard changes no calendars.");

    public Task<IReadOnlyList<Calendar>> FindAsync(string scope, IReadOnlyCollection<string> ids, CancellationToken cancel) => Task.FromResult<IReadOnlyList<Calendar>>([]);

    public Task<Page<Calendar>> ListAsync(string scope, int limit, string? cursor, CancellationToken cancel) => Task.FromResult(new Page<Calendar>([], null));
}
