using RedisScheduler.Access;
using RedisScheduler.Storage.Columns;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.Access;

internal sealed class ApiKeyStore(Database database) : IApiKeyStore
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

    public Task SaveAsync(ApiKey key, CancellationToken cancel) =>
        database.WriteAsync(
            session =>
                session.ExecuteAsync(
                    Upsert,
                    new
                    {
                        key.Id,
                        key.Name,
                        key.Hash,
                        Role = Word.Of(key.Role),
                        key.Scope,
                        CreatedAt = key.CreatedAt.ToUnixTimeMilliseconds(),
                    }
                ),
            cancel
        );

    public async Task<bool> DeleteAsync(string id, CancellationToken cancel) =>
        await database.WriteAsync(session => session.ExecuteAsync("DELETE FROM api_keys WHERE id = @id", new { id }), cancel) > 0;

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
