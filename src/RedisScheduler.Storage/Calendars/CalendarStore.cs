using RedisScheduler.Audit;
using RedisScheduler.Calendars;
using RedisScheduler.Storage.Audit;
using RedisScheduler.Storage.Columns;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Workflows;

namespace RedisScheduler.Storage.Calendars;

internal sealed class CalendarStore(Database database, AuditWriter writer) : ICalendarStore
{
    private const string Order = "calendars";
    private const string Find = "SELECT * FROM calendars WHERE scope = @scope AND id = @id";

    public Task<Change<Calendar>> ChangeAsync(string scope, string id, Func<Calendar?, Calendar?> decide, AuditOf<Calendar>? audit, CancellationToken cancel) =>
        database.WriteAsync(session => ChangeAsync(session, scope, id, decide, audit), cancel);

    public Task<IReadOnlyList<Calendar>> FindAsync(string scope, IReadOnlyCollection<string> ids, CancellationToken cancel) =>
        ids.Count == 0
            ? Task.FromResult<IReadOnlyList<Calendar>>([])
            : database.ReadAsync<IReadOnlyList<Calendar>>(
                async session =>
                {
                    var sql = $"SELECT * FROM calendars WHERE scope = @Scope AND {session.Dialect.In("id", "@Ids")}";
                    var rows = await session.ListAsync<CalendarRow>(sql, new { Scope = scope, Ids = session.Dialect.List(ids) });
                    return [.. rows.Select(row => row.ToCalendar())];
                },
                cancel
            );

    public Task<Page<Calendar>> ListAsync(string scope, int limit, string? cursor, CancellationToken cancel)
    {
        var values = new
        {
            Scope = scope,
            After = Cursor.Read(cursor, Order, 1)?[0] ?? "",
            Take = limit + 1,
        };
        return database.ReadAsync(
            async session =>
            {
                var rows = await session.ListAsync<CalendarRow>("SELECT * FROM calendars WHERE scope = @Scope AND id > @After ORDER BY id LIMIT @Take", values);
                return Paging.Page(rows, limit, row => row.ToCalendar(), row => Cursor.Write(Order, row.Id));
            },
            cancel
        );
    }

    private async Task<Change<Calendar>> ChangeAsync(
        Session session,
        string scope,
        string id,
        Func<Calendar?, Calendar?> decide,
        AuditOf<Calendar>? audit
    )
    {
        await session.LockAsync($"calendar {scope} {id}");
        var before = (await session.FirstAsync<CalendarRow>(Find, new { scope, id }))?.ToCalendar();
        var after = decide(before);
        if (after is null ? before is null : after.Revision != 0)
            return new(before, before, before?.Revision ?? 0);

        var revision = await session.FirstAsync<long>(session.Dialect.NextRevision);
        if (after is null)
            await session.ExecuteAsync("DELETE FROM calendars WHERE scope = @scope AND id = @id", new { scope, id });
        else
            await session.ExecuteAsync(CalendarRow.Upsert, CalendarRow.Of(after, revision));
        var written = after is null ? null : after with { Revision = revision };
        await writer.AppendAsync(session, audit, before, written);
        return new(before, written, revision);
    }
}
