using RedisScheduler.Audit;
using RedisScheduler.Storage.Audit;
using RedisScheduler.Storage.Columns;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Subscriptions;
using RedisScheduler.Workflows;

namespace RedisScheduler.Storage.Subscriptions;

internal sealed class SubscriptionStore(Database database, AuditWriter writer) : ISubscriptionStore
{
    private const string Order = "subscriptions";
    private const string One = "SELECT * FROM subscriptions WHERE scope = @scope AND id = @id";
    private const string OfSchedule = "SELECT * FROM subscriptions WHERE scope = @scope AND (schedule_id IS NULL OR schedule_id = @scheduleId) ORDER BY id";

    public Task<Change<Subscription>> ChangeAsync(
        string scope,
        string id,
        Func<Subscription?, Subscription?> decide,
        AuditOf<Subscription>? audit,
        CancellationToken cancel
    ) => database.WriteAsync(session => ChangeAsync(session, scope, id, decide, audit), cancel);

    public Task<Subscription?> FindAsync(string scope, string id, CancellationToken cancel) =>
        database.ReadAsync(session => FindAsync(session, scope, id), cancel);

    public Task<Page<Subscription>> ListAsync(string scope, int limit, string? cursor, CancellationToken cancel)
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
                const string Sql = "SELECT * FROM subscriptions WHERE scope = @Scope AND id > @After ORDER BY id LIMIT @Take";
                var rows = await session.ListAsync<SubscriptionRow>(Sql, values);
                return Paging.Page(rows, limit, row => row.ToSubscription(), row => Cursor.Write(Order, row.Id));
            },
            cancel
        );
    }

    public Task<IReadOnlyList<Subscription>> OfScheduleAsync(string scope, string scheduleId, CancellationToken cancel) =>
        database.ReadAsync<IReadOnlyList<Subscription>>(
            async session => (await session.ListAsync<SubscriptionRow>(OfSchedule, new { scope, scheduleId })).ConvertAll(row => row.ToSubscription()),
            cancel
        );

    private static async Task<Subscription?> FindAsync(Session session, string scope, string id) =>
        (await session.FirstAsync<SubscriptionRow>(One, new { scope, id }))?.ToSubscription();

    private async Task<Change<Subscription>> ChangeAsync(
        Session session,
        string scope,
        string id,
        Func<Subscription?, Subscription?> decide,
        AuditOf<Subscription>? audit
    )
    {
        await session.LockAsync($"subscription {scope} {id}");
        var before = await FindAsync(session, scope, id);
        var after = decide(before);
        if (after is null ? before is null : after.Revision != 0)
            return new(before, before, before?.Revision ?? 0);

        var revision = await session.FirstAsync<long>(session.Dialect.NextRevision);
        if (after is null)
            await session.ExecuteAsync("DELETE FROM subscriptions WHERE scope = @scope AND id = @id", new { scope, id });
        else
            await session.ExecuteAsync(SubscriptionRow.Upsert, SubscriptionRow.Of(after, revision));
        var written = after is null ? null : after with { Revision = revision };
        await writer.AppendAsync(session, audit, before, written);
        return new(before, written, revision);
    }
}
