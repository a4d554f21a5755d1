using RedisScheduler.Ledger;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.Definitions;

internal sealed class ScheduleHistory(Database database) : IScheduleHistory
{
    private const string Superseded = """
        DELETE FROM schedule_revisions WHERE (key, revision) IN (
          SELECT r.key, r.revision FROM schedule_revisions r
          WHERE r.at < @Before
            AND (r.deleted = 1 OR EXISTS (SELECT 1 FROM schedule_revisions n WHERE n.key = r.key AND n.revision > r.revision AND n.at < @Before))
          ORDER BY r.at LIMIT @Limit)
        """;

    public Task<IReadOnlyList<ScheduleRevision>> OfAsync(string scope, string id, CancellationToken cancel) =>
        database.ReadAsync<IReadOnlyList<ScheduleRevision>>(
            async session =>
            {
                const string Sql = "SELECT * FROM schedule_revisions WHERE key = @Key ORDER BY revision";
                return [.. (await session.ListAsync<RevisionRow>(Sql, new { Key = ScheduleKey.Of(scope, id) })).Select(row => row.ToRevision())];
            },
            cancel
        );

    public Task<IReadOnlyList<ScopePause>> ScopePausesAsync(string scope, CancellationToken cancel) =>
        database.ReadAsync<IReadOnlyList<ScopePause>>(
            async session =>
            {
                var rows = await session.ListAsync<ScopePauseRow>("SELECT * FROM scope_pauses WHERE scope = @Scope ORDER BY at", new { Scope = scope });
                var ends = rows.Skip(1).Select(row => row.At).Append(long.MaxValue);
                return
                [
                    .. rows.Zip(ends)
                        .Where(pair => pair.First.PauseAt is not null)
                        .Select(pair => new ScopePause(pair.First.ToPause()!, pair.First.At, Math.Min(pair.First.PauseUntil ?? long.MaxValue, pair.Second)))
                        .Where(pause => pause.UntilMs > pause.FromMs),
                ];
            },
            cancel
        );

    public Task<IReadOnlyList<string>> IdsAsync(string scope, string after, int limit, CancellationToken cancel) =>
        database.ReadAsync<IReadOnlyList<string>>(
            async session =>
                await session.ListAsync<string>(
                    "SELECT DISTINCT id FROM schedule_revisions WHERE scope = @Scope AND id > @After ORDER BY id LIMIT @Limit",
                    new { Scope = scope, After = after, Limit = limit }
                ),
            cancel
        );

    public Task<int> DeleteBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancel) =>
        database.WriteAsync(session => session.ExecuteAsync(Superseded, new { Before = moment.ToUnixTimeMilliseconds(), Limit = limit }), cancel);

    private sealed record ScopePauseRow : PauseColumns
    {
        public long At { get; init; }
    }
}
