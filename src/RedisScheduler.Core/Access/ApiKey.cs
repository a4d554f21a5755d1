using RedisScheduler.Audit;

namespace RedisScheduler.Access;

/// <summary>An API key as it is kept: never the key itself. A key is <c>rs_{id}_{secret}</c> with 256 bits of secret, so one SHA-256 is enough to keep it.</summary>
/// <param name="Id">Public part, by which it is found.</param>
/// <param name="Name">A name for people; who did it, in audit and pauses.</param>
/// <param name="Hash">SHA-256 of the whole key, hex.</param>
/// <param name="Role">What it may do.</param>
/// <param name="Scope">The scope that it belongs to; <c>null</c> for all (admins).</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record ApiKey(string Id, string Name, string Hash, Role Role, string? Scope, DateTimeOffset CreatedAt);

/// <summary>What a key may do; each role may do what the ones before it may.</summary>
public enum Role
{
    /// <summary>Read.</summary>
    Viewer,

    /// <summary>Pause, resume, run, cancel, retry, and change definitions.</summary>
    Operator,

    /// <summary>Manage keys and scopes.</summary>
    Admin,
}

/// <summary>Keys in SQL.</summary>
public interface IApiKeyStore
{
    /// <summary>A key by its public part.</summary>
    Task<ApiKey?> FindAsync(string id, CancellationToken cancel);

    /// <summary>All keys, oldest first.</summary>
    Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancel);

    /// <summary>Adds or replaces a key; what is to be remembered of it is written with it.</summary>
    Task SaveAsync(ApiKey key, AuditEntry? audit, CancellationToken cancel);

    /// <summary>Removes a key; false when there is none, and then nothing is remembered.</summary>
    Task<bool> DeleteAsync(string id, AuditEntry? audit, CancellationToken cancel);
}
