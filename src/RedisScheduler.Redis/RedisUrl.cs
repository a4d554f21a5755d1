using System.Globalization;

namespace RedisScheduler.Redis;

/// <summary>A parsed <c>REDIS_URL</c>: <c>redis://[:password@]host:port[/db]</c>, <c>rediss://…</c> for TLS; several separated by commas for a cluster.</summary>
public sealed record RedisUrl
{
    private const int DefaultPort = 6379;

    /// <summary>Hosts and ports.</summary>
    public required IReadOnlyList<(string Host, int Port)> Endpoints { get; init; }

    /// <summary>The password; <c>null</c> when there is none.</summary>
    public string? Password { get; init; }

    /// <summary>The number of the database. Default 0.</summary>
    public int Database { get; init; }

    /// <summary>Whether the connection is encrypted.</summary>
    public bool Tls { get; init; }

    /// <summary>Reads a URL. Messages never hold the password.</summary>
    /// <exception cref="ArgumentException">The text is not such a URL, or asks for what is not supported (a user name).</exception>
    public static RedisUrl Parse(string redisUrl)
    {
        ArgumentNullException.ThrowIfNull(redisUrl);
        var all = redisUrl.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseOne).ToList();
        if (all.Count == 0)
            throw Refused(redisUrl, "it is empty");
        if (all.Exists(one => one.Tls != all[0].Tls || one.Database != all[0].Database))
            throw Refused(redisUrl, "all of its addresses must have one scheme and one database");
        if (all.Select(one => one.Password).OfType<string>().Distinct(StringComparer.Ordinal).Count() > 1)
            throw Refused(redisUrl, "all of its addresses must have one password");
        return all[0] with
        {
            Endpoints = [.. all.SelectMany(one => one.Endpoints)],
            Password = all.Select(one => one.Password).FirstOrDefault(password => password is not null),
        };
    }

    /// <summary>The addresses without the password.</summary>
    public override string ToString() =>
        string.Join(',', Endpoints.Select(end => string.Create(CultureInfo.InvariantCulture, $"{(Tls ? "rediss" : "redis")}://{end.Host}:{end.Port}/{Database}")));

    private static RedisUrl ParseOne(string redisUrl)
    {
        if (!Uri.TryCreate(redisUrl, UriKind.Absolute, out var uri) || uri.Scheme is not ("redis" or "rediss") || uri.Host.Length == 0)
            throw Refused(redisUrl, "each address is redis://[:password@]host:port[/db], or rediss:// for TLS");
        var user = uri.UserInfo.Split(':', 2);
        if (user[0].Length > 0)
            throw Refused(redisUrl, "it names a user, and users (ACL) are not supported: write redis://:password@host:port");
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw Refused(redisUrl, "options after the address are not supported");
        var path = uri.AbsolutePath.Trim('/');
        var database = 0;
        if (path.Length > 0 && !int.TryParse(path, NumberStyles.None, CultureInfo.InvariantCulture, out database))
            throw Refused(redisUrl, "what follows the port must be the number of a database");
        return new RedisUrl
        {
            Endpoints = [(uri.Host.Trim('[', ']'), uri.Port > 0 ? uri.Port : DefaultPort)],
            Password = user.Length > 1 && user[1].Length > 0 ? Uri.UnescapeDataString(user[1]) : null,
            Database = database,
            Tls = uri.Scheme == "rediss",
        };
    }

    // The text itself is never shown: it may hold a password.
    private static ArgumentException Refused(string redisUrl, string why) => new($"REDIS_URL is not usable: {why}.", nameof(redisUrl));
}
