namespace RedisScheduler.Access;

/// <summary>Answers kept by Idempotency-Key (draft-ietf-httpapi-idempotency-key-header), so that a request sent again is answered again and not done again.</summary>
public interface IIdempotencyStore
{
    /// <summary>Claims a key for a request; answers what is kept already, or <c>null</c> when the caller is the first and is to do the work.</summary>
    Task<IdempotentAnswer?> ClaimAsync(string scope, string key, string requestHash, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Keeps the answer.</summary>
    Task CompleteAsync(string scope, string key, IdempotentAnswer answer, CancellationToken cancel);

    /// <summary>Gives a claim back when the work failed, so that it can be tried again.</summary>
    Task AbandonAsync(string scope, string key, CancellationToken cancel);

    /// <summary>Forgets what was claimed before a moment.</summary>
    Task<int> DeleteBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancel);
}

/// <summary>A kept answer.</summary>
/// <param name="RequestHash">Of the request that it answers; another hash under the same key is refused with 422.</param>
/// <param name="Status">The HTTP status; 0 while the first request is still at work (409).</param>
/// <param name="Body">The body.</param>
/// <param name="Location">The Location header, if any.</param>
public sealed record IdempotentAnswer(string RequestHash, int Status, string? Body, string? Location);
