using System.Collections.Concurrent;
using RedisScheduler.Access;

namespace RedisScheduler.Engine.Access;

/// <summary>Checks keys against SQL, and remembers the good ones for half a minute: as long may a key that another process deleted still be accepted here.</summary>
internal sealed class KeyCheck(IApiKeyStore store, TimeProvider time) : IKeyCheck
{
    /// <summary>How long a good key is remembered.</summary>
    internal static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);

    private const int MaxKeyLength = 512;
    private const int MaxRemembered = 10_000;
    private readonly ConcurrentDictionary<string, (ApiKey Key, DateTimeOffset Until)> remembered = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async Task<ApiKey?> CheckAsync(string presentedKey, CancellationToken cancel)
    {
        if (presentedKey is not { Length: > 0 and <= MaxKeyLength })
        {
            return null;
        }

        // By hash, so that no key lies in memory in clear.
        var hash = KeySecret.Hash(presentedKey);
        if (remembered.TryGetValue(hash, out var known) && known.Until > time.GetUtcNow())
        {
            return known.Key;
        }

        var key = await FindAsync(presentedKey, hash, cancel);
        if (key is null)
        {
            remembered.TryRemove(hash, out _);
            return null;
        }

        if (remembered.Count >= MaxRemembered)
        {
            remembered.Clear();
        }

        remembered[hash] = (key, time.GetUtcNow() + Memory);
        return key;
    }

    /// <summary>Forgets a key that was deleted or replaced here.</summary>
    internal void Forget(string id)
    {
        foreach (var (hash, (key, _)) in remembered)
        {
            if (key.Id == id)
            {
                remembered.TryRemove(hash, out _);
            }
        }
    }

    private async Task<ApiKey?> FindAsync(string presentedKey, string hash, CancellationToken cancel)
    {
        if (KeySecret.TryReadId(presentedKey, out var id) && await store.FindAsync(id, cancel) is { } key && KeySecret.Matches(key.Hash, hash))
        {
            return key;
        }

        return await store.FindAsync(ApiKeys.FirstKeyId, cancel) is { } first && KeySecret.Matches(first.Hash, hash) ? first : null;
    }
}
