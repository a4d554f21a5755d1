using RedisScheduler.Access;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.Access;

internal sealed class IdempotencyStore(Database database) : IIdempotencyStore
{
    private const string Claim = """
        INSERT INTO idempotency_keys (scope, key, request_hash, status, claimed_at) VALUES (@scope, @key, @requestHash, 0, @claimedAt)
        ON CONFLICT (scope, key) DO NOTHING
        """;

    private const string Complete =
        "UPDATE idempotency_keys SET request_hash = @RequestHash, status = @Status, body = @Body, location = @Location WHERE scope = @scope AND key = @key";

    private const string DeleteBefore = """
        DELETE FROM idempotency_keys WHERE (scope, key) IN (SELECT scope, key FROM idempotency_keys WHERE claimed_at < @Before ORDER BY claimed_at LIMIT @Limit)
        """;

    public Task<IdempotentAnswer?> ClaimAsync(string scope, string key, string requestHash, DateTimeOffset now, CancellationToken cancel) =>
        database.WriteAsync(
            async session =>
            {
                while (true)
                {
                    var claim = new { scope, key, requestHash, claimedAt = now.ToUnixTimeMilliseconds() };
                    if (await session.ExecuteAsync(Claim, claim) > 0)
                        return null;
                    // None here means that the other one gave it back in between.
                    if (await session.FirstAsync<Row>("SELECT * FROM idempotency_keys WHERE scope = @scope AND key = @key", claim) is { } kept)
                        return new IdempotentAnswer(kept.RequestHash, (int)kept.Status, kept.Body, kept.Location);
                }
            },
            cancel
        );

    public Task CompleteAsync(string scope, string key, IdempotentAnswer answer, CancellationToken cancel) =>
        database.WriteAsync(
            session => session.ExecuteAsync(Complete, new { scope, key, answer.RequestHash, answer.Status, answer.Body, answer.Location }),
            cancel
        );

    public Task AbandonAsync(string scope, string key, CancellationToken cancel) =>
        database.WriteAsync(
            session => session.ExecuteAsync("DELETE FROM idempotency_keys WHERE scope = @scope AND key = @key AND status = 0", new { scope, key }),
            cancel
        );

    public Task<int> DeleteBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancel) =>
        database.WriteAsync(session => session.ExecuteAsync(DeleteBefore, new { Before = moment.ToUnixTimeMilliseconds(), Limit = limit }), cancel);

    private sealed record Row
    {
        public string RequestHash { get; init; } = "";
        public long Status { get; init; }
        public string? Body { get; init; }
        public string? Location { get; init; }
    }
}
