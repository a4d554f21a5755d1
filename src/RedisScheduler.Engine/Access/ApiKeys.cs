using RedisScheduler.Access;
using RedisScheduler.Engine.Audit;
using RedisScheduler.Errors;

namespace RedisScheduler.Engine.Access;

/// <summary>Makes, lists and deletes API keys, and makes the first one.</summary>
public sealed class ApiKeys
{
    /// <summary>The public part of the first admin key.</summary>
    public const string FirstKeyId = "admin";

    /// <summary>The shortest first key of somebody's own choice.</summary>
    public const int ShortestChosenKey = 16;

    private readonly IApiKeyStore store;
    private readonly KeyCheck check;
    private readonly TimeProvider time;

    internal ApiKeys(IApiKeyStore store, KeyCheck check, TimeProvider time) => (this.store, this.check, this.time) = (store, check, time);

    /// <summary>Keys, oldest first; never their secrets, which nobody knows.</summary>
    /// <param name="only">The scope whose keys are listed; <c>null</c> lists all.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(string? only, CancellationToken cancel) =>
        [.. (await store.ListAsync(cancel)).Where(key => IsIn(key, only))];

    /// <summary>Makes a key. Its secret is answered here and never again.</summary>
    public async Task<NewApiKey> CreateAsync(string name, Role role, string? scope, Actor by, CancellationToken cancel)
    {
        var id = KeySecret.NewId();
        var secret = KeySecret.New(id);
        var key = new ApiKey(id, name, KeySecret.Hash(secret), role, scope, Now);
        await store.SaveAsync(key, new Audits(by, key.CreatedAt).Key(null, key), cancel);
        return new NewApiKey(key, secret);
    }

    /// <summary>Deletes a key. Other processes may accept it for half a minute more.</summary>
    /// <param name="id">Its public part.</param>
    /// <param name="only">The scope that it has to belong to; <c>null</c> takes any.</param>
    /// <param name="by">Who deletes it.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="MissingException">There is none.</exception>
    /// <exception cref="ConflictException">It is the last key of an admin of all scopes.</exception>
    public async Task DeleteAsync(string id, string? only, Actor by, CancellationToken cancel)
    {
        var keys = await store.ListAsync(cancel);
        var found = keys.FirstOrDefault(key => key.Id == id && IsIn(key, only)) ?? throw new MissingException("API key", id);
        if (IsFull(found) && keys.Count(IsFull) == 1)
        {
            throw new ConflictException($"The key '{id}' is the last one of an admin of all scopes; make another first.");
        }

        if (!await store.DeleteAsync(id, new Audits(by, Now).Key(found, null), cancel))
        {
            throw new MissingException("API key", id);
        }

        check.Forget(id);
    }

    /// <summary>
    /// Sees to it that there is an admin key: the chosen one, which replaces what was chosen before, or a new one where there is none at all.
    /// Answers the secret of a key that was made, to be shown once; else <c>null</c>.
    /// </summary>
    public async Task<string?> EnsureFirstAsync(string? chosen, CancellationToken cancel)
    {
        if (chosen is null && (await store.ListAsync(cancel)).Any(IsFull))
        {
            return null;
        }

        var secret = chosen ?? KeySecret.New(FirstKeyId);
        var there = await store.FindAsync(FirstKeyId, cancel);
        if (there is null || !KeySecret.Matches(there.Hash, KeySecret.Hash(secret)))
        {
            var first = new ApiKey(FirstKeyId, FirstKeyId, KeySecret.Hash(secret), Role.Admin, null, Now);
            await store.SaveAsync(first, new Audits(Actor.Settings, first.CreatedAt).Key(there, first), cancel);
            check.Forget(FirstKeyId);
        }

        return chosen is null ? secret : null;
    }

    /// <summary>What is wrong with a first key of somebody's own choice; <c>null</c> where nothing is.</summary>
    public static string? FaultOfChosen(string? chosen) =>
        chosen is { Length: < ShortestChosenKey } ? $"it has fewer than {ShortestChosenKey} characters, so that it could be guessed" : null;

    private static bool IsIn(ApiKey key, string? only) => only is null || key.Scope == only;

    private static bool IsFull(ApiKey key) => key.Role == Role.Admin && key.Scope is null;

    private DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}

/// <summary>A key that was just made.</summary>
/// <param name="Key">What is kept of it.</param>
/// <param name="Secret">The key itself, to be shown once.</param>
public sealed record NewApiKey(ApiKey Key, string Secret);
