namespace RedisScheduler.Worker.Hosting;

/// <summary>What can be said of a store's URL before it is used. Faults never repeat the URL: it holds a password.</summary>
internal static class StoreUrls
{
    public static string? RedisFault(string text) =>
        text.Split(',').All(part => HasHost(part, "redis", "rediss"))
            ? null
            : "it is not redis://[:password@]host:port[/db] or rediss://…, several separated by commas";

    public static string? DatabaseFault(string text)
    {
        const string Sqlite = "sqlite:";
        var known = text.StartsWith(Sqlite, StringComparison.Ordinal) ? text.Length > Sqlite.Length : HasHost(text, "postgres", "postgresql");
        return known ? null : "it is neither sqlite:PATH nor postgres://user:password@host:port/db";
    }

    private static bool HasHost(string text, params string[] schemes) =>
        Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) && schemes.Contains(url.Scheme, StringComparer.Ordinal) && url.Host.Length > 0;
}
