using RedisScheduler.Errors;
using StackExchange.Redis;

namespace RedisScheduler.Redis.Adapter;

/// <summary>Which failures mean that Redis is away, rather than that something is wrong with us.</summary>
internal static class RedisFaults
{
    internal const string Store = "redis";

    // What a server says while it cannot serve: loading, failing over, out of memory, its disk full, busy with a script. The last two are of the client library: a server of the
    // cluster named another one, which it cannot reach ("Endpoint … is not reachable") or which named yet another.
    private static readonly string[] NotServing = ["LOADING", "BUSY", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "READONLY", "OOM", "MISCONF", "Endpoint ", "MOVED"];

    public static bool IsAway(Exception error) =>
        error is RedisConnectionException or TimeoutException or ObjectDisposedException
        || (error is RedisServerException server && Array.Exists(NotServing, word => server.Message.StartsWith(word, StringComparison.Ordinal)));

    public static bool IsUnknownScript(Exception error) =>
        error is RedisServerException && error.Message.StartsWith("NOSCRIPT", StringComparison.Ordinal);

    public static StoreUnavailableException Away(Exception error) => new(Store, error);
}
