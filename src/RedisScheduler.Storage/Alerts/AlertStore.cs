using RedisScheduler.Alerts;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.Alerts;

internal sealed class AlertStore(Database database) : IAlertStore
{
    private const string Unclaimed = "SELECT * FROM alerts WHERE sent_at IS NULL AND claimed_until <= @Now ORDER BY raised_at, key LIMIT @Take";
    private const string Claim = "UPDATE alerts SET claimed_until = @Until WHERE key = @Key AND kind = @Kind AND at = @At";
    private const string Sent = "UPDATE alerts SET sent_at = @Now WHERE key = @Key AND kind = @Kind AND at = @At";
    private const string Old = "DELETE FROM alerts WHERE (key, kind, at) IN (SELECT key, kind, at FROM alerts WHERE raised_at < @Before ORDER BY raised_at LIMIT @Limit)";

    public Task<IReadOnlyList<AlertCause>> FindAsync(DateTimeOffset now, int limit, CancellationToken cancel) =>
        database.SnapshotAsync<IReadOnlyList<AlertCause>>(
            async session =>
            {
                var causes = new CauseQueries(session, null, now, limit);
                return [.. await causes.WaitingAsync(unalerted: true), .. await causes.QueuedAsync(unalerted: true), .. await causes.MissedAsync(), .. await causes.FailingAsync()];
            },
            cancel
        );

    public Task<IReadOnlyList<AlertCause>> OverdueAsync(string scope, DateTimeOffset now, int limit, CancellationToken cancel) =>
        database.SnapshotAsync<IReadOnlyList<AlertCause>>(
            async session =>
            {
                var causes = new CauseQueries(session, scope, now, limit);
                return [.. await causes.WaitingAsync(unalerted: false), .. await causes.QueuedAsync(unalerted: false)];
            },
            cancel
        );

    public Task<IReadOnlyList<Alert>> RaiseAsync(IReadOnlyList<Alert> alerts, CancellationToken cancel) =>
        database.WriteAsync<IReadOnlyList<Alert>>(
            async session =>
            {
                List<Alert> added = [];
                foreach (var alert in alerts)
                {
                    if (await session.ExecuteAsync(AlertRow.Add, AlertRow.Of(alert)) == 1)
                        added.Add(alert);
                }

                return added;
            },
            cancel
        );

    public Task<IReadOnlyList<Alert>> ClaimAsync(DateTimeOffset now, TimeSpan claim, int limit, CancellationToken cancel) =>
        database.WriteAsync<IReadOnlyList<Alert>>(
            async session =>
            {
                await session.LockAsync("alerts");
                var rows = await session.ListAsync<AlertRow>(Unclaimed, new { Now = now.ToUnixTimeMilliseconds(), Take = limit });
                foreach (var row in rows)
                    await session.ExecuteAsync(Claim, new { Until = (now + claim).ToUnixTimeMilliseconds(), row.Key, row.Kind, row.At });
                return rows.ConvertAll(row => row.ToAlert());
            },
            cancel
        );

    public Task MarkSentAsync(Alert alert, DateTimeOffset now, CancellationToken cancel)
    {
        var row = AlertRow.Of(alert);
        return database.WriteAsync(session => session.ExecuteAsync(Sent, new { Now = now.ToUnixTimeMilliseconds(), row.Key, row.Kind, row.At }), cancel);
    }

    public Task<int> DeleteBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancel) =>
        database.WriteAsync(session => session.ExecuteAsync(Old, new { Before = moment.ToUnixTimeMilliseconds(), Limit = limit }), cancel);
}
