using RedisScheduler.Errors;

namespace RedisScheduler.Dashboard.Shared;

/// <summary>The stores that did not answer while one page was made: what they would have given is left out, and the page says so.</summary>
internal sealed class StoresAway
{
    private readonly SortedSet<string> names = new(StringComparer.Ordinal);

    /// <summary>Told when another store turns out to be away.</summary>
    public event Action? Changed;

    /// <summary>Their names.</summary>
    public IReadOnlyCollection<string> Names => names;

    /// <summary>Reads from a store; <c>null</c> when it is away.</summary>
    public async Task<T?> TryAsync<T>(Func<Task<T>> read)
        where T : class?
    {
        try
        {
            return await read();
        }
        catch (StoreUnavailableException away)
        {
            if (names.Add(away.Store))
                Changed?.Invoke();
            return null;
        }
    }
}
