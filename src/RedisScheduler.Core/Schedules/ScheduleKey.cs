namespace RedisScheduler.Schedules;

/// <summary>
/// The name of a schedule in Redis: its id in the default scope, <c>scope~id</c> in every other. Ids hold no <c>~</c>, so names never collide,
/// and hold no <c>:</c>, which Hangfire's Scheduled page would cut at.
/// </summary>
public static class ScheduleKey
{
    private const char Separator = '~';

    /// <summary>The key of a schedule.</summary>
    public static string Of(string scope, string id) => scope == Scopes.Default ? id : $"{scope}{Separator}{id}";

    /// <summary>The scope and id of a key.</summary>
    public static (string Scope, string Id) Split(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var at = key.IndexOf(Separator, StringComparison.Ordinal);
        return at < 0 ? (Scopes.Default, key) : (key[..at], key[(at + 1)..]);
    }
}

/// <summary>Names of scopes.</summary>
public static class Scopes
{
    /// <summary>The scope that everything belongs to unless another is named.</summary>
    public const string Default = "default";
}
