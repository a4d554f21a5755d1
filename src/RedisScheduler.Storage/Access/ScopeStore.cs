using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Audit;
using RedisScheduler.Storage.Columns;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Storage.Definitions;
using RedisScheduler.Workflows;

namespace RedisScheduler.Storage.Access;

internal sealed class ScopeStore(Database database, AuditWriter writer) : IScopeStore
{
    private const string Order = "scopes";

    private const string Upsert = """
        INSERT INTO scopes (id, name, pause_at, pause_until, pause_reason, pause_by, created_at, updated_at)
        VALUES (@Id, @Name, @PauseAt, @PauseUntil, @PauseReason, @PauseBy, @CreatedAt, @UpdatedAt)
        ON CONFLICT (id) DO UPDATE SET
          name = excluded.name, pause_at = excluded.pause_at, pause_until = excluded.pause_until, pause_reason = excluded.pause_reason,
          pause_by = excluded.pause_by, updated_at = excluded.updated_at
        """;

    /// <summary>What a change of a scope locks, and a change of a definition in it shares: each of them either sees the scope's pause or gets its revision from it.</summary>
    public static string LockName(string id) => $"scope {id}";

    private const string NotePause = """
        INSERT INTO scope_pauses (scope, at, pause_at, pause_until, pause_reason, pause_by) VALUES (@Id, @UpdatedAt, @PauseAt, @PauseUntil, @PauseReason, @PauseBy)
        """;

    public Task<Scope?> FindAsync(string id, CancellationToken cancel) => database.ReadAsync(session => FindAsync(session, id), cancel);

    public Task<Page<Scope>> ListAsync(int limit, string? cursor, CancellationToken cancel)
    {
        var values = new { After = Cursor.Read(cursor, Order, 1)?[0] ?? "", Take = limit + 1 };
        return database.ReadAsync(
            async session =>
            {
                var rows = await session.ListAsync<Row>("SELECT * FROM scopes WHERE id > @After ORDER BY id LIMIT @Take", values);
                return Paging.Page(rows, limit, row => row.ToScope(), row => Cursor.Write(Order, row.Id));
            },
            cancel
        );
    }

    public Task<Change<Scope>> ChangeAsync(string id, Func<Scope?, Scope> decide, AuditOf<Scope>? audit, CancellationToken cancel) =>
        database.WriteAsync(
            async session =>
            {
                await session.LockAsync(LockName(id));
                var before = await FindAsync(session, id);
                var after = decide(before);
                if (after == before)
                    return new Change<Scope>(before, before, 0);

                await session.ExecuteAsync(Upsert, Row.Of(after));
                var paused = before?.Pause != after.Pause;
                if (paused)
                    await session.ExecuteAsync(NotePause, Row.Of(after));
                var revision = paused ? await RenewAsync(session, id) : 0;
                await writer.AppendAsync(session, audit, before, after);
                return new Change<Scope>(before, after, revision);
            },
            cancel
        );

    /// <summary>The pauses of those scopes that have one, over or not.</summary>
    public static async Task<Dictionary<string, Pause>> PausesAsync(Session session, IReadOnlyCollection<string> ids)
    {
        var sql = $"SELECT * FROM scopes WHERE pause_at IS NOT NULL AND {session.Dialect.InKeys("id", "@Ids")}";
        var rows = await session.ListAsync<Row>(sql, new { Ids = session.Dialect.List(ids) });
        return rows.ToDictionary(row => row.Id, row => row.ToPause()!, StringComparer.Ordinal);
    }

    private static async Task<long> RenewAsync(Session session, string scope)
    {
        var revision = await session.FirstAsync<long>(session.Dialect.NextRevision);
        await session.ExecuteAsync("UPDATE schedules SET revision = @revision WHERE scope = @scope", new { revision, scope });
        return revision;
    }

    private static async Task<Scope?> FindAsync(Session session, string id) =>
        (await session.FirstAsync<Row>("SELECT * FROM scopes WHERE id = @id", new { id }))?.ToScope();

    private sealed record Row : PauseColumns
    {
        public string Id { get; init; } = "";
        public string Name { get; init; } = "";
        public long CreatedAt { get; init; }
        public long UpdatedAt { get; init; }

        public static Row Of(Scope scope) =>
            new()
            {
                Id = scope.Id,
                Name = scope.Name,
                PauseAt = scope.Pause?.At.ToUnixTimeMilliseconds(),
                PauseUntil = scope.Pause?.Until.ToMs(),
                PauseReason = scope.Pause?.Reason,
                PauseBy = scope.Pause?.By,
                CreatedAt = scope.CreatedAt.ToUnixTimeMilliseconds(),
                UpdatedAt = scope.UpdatedAt.ToUnixTimeMilliseconds(),
            };

        public Scope ToScope() =>
            new()
            {
                Id = Id,
                Name = Name,
                Pause = ToPause(),
                CreatedAt = CreatedAt.ToMoment(),
                UpdatedAt = UpdatedAt.ToMoment(),
            };
    }
}
