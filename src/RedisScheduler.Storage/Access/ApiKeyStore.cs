using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Storage.Audit;
using RedisScheduler.Storage.Columns;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.Access;

internal sealed class ApiKeyStore(Database database, AuditWriter writer) : IApiKeyStore
{
    private const string Upsert = """
        INSERT INTO api_keys (id, name, hash, role, scope, created_at) VALUES (@Id, @Name, @Hash, @Role, @Scope, @CreatedAt)
        ON CONFLICT (id) DO UPDATE SET name = excluded.name, hash = excluded.hash, role = excluded.role, scope = excluded.scope, created_at = excluded.created_at
        """;

    public async Task<ApiKey?> FindAsync(string id, CancellationToken cancel) =>
        (await database.ReadAsync(session => session.FirstAsync<Row>("SELECT * FROM api_keys WHERE id = @id", new { id }), cancel))?.ToKey();

    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancel) =>
        (await database.ReadAsync(session => session.ListAsync<Row>("SELECT * FROM api_keys ORDER BY created_at, id"), cancel)).ConvertAll(row =>
            row.ToKey()
        );

    public Task SaveAsync(ApiKey key, AuditEntry? audit, CancellationToken cancel)
    {
        var values = new
        {
            key.Id,
            key.Name,
            key.Hash,
            Role = Word.Of(key.Role),
            key.Scope,
            CreatedAt = key.CreatedAt.ToUnixTimeMilliseconds(),
        };
        return ChangeAsync(session => session.ExecuteAsync(Upsert, values), audit, cancel);
    }

    public Task<bool> DeleteAsync(string id, AuditEntry? audit, CancellationToken cancel) =>
        ChangeAsync(session => session.ExecuteAsync("DELETE FROM api_keys WHERE id = @id", new { id }), audit, cancel);

    private Task<bool> ChangeAsync(Func<Session, Task<int>> change, AuditEntry? audit, CancellationToken cancel) =>
        database.WriteAsync(
            async session =>
            {
                var changed = await change(session) > 0;
                if (changed && audit is not null)
                    await writer.AppendAsync(session, [audit]);
                return changed;
            },
            cancel
        );

    private sealed record Row
    {
        public string Id { get; init; } = "";
        public string Name { get; init; } = "";
        public string Hash { get; init; } = "";
        public string Role { get; init; } = "";
        public string? Scope { get; init; }
        public long CreatedAt { get; init; }

        public ApiKey ToKey() => new(Id, Name, Hash, Word.Read<Role>(Role), Scope, CreatedAt.ToMoment());
    }
}
