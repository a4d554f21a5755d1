using System.Globalization;

namespace RedisScheduler.Redis;

/// <summary>A parsed <c>REDIS_URL</c>: <c>redis://[[user]:password@]host:port[/db]</c>, <c>rediss://…</c> for TLS; several separated by commas for a cluster.</summary>
public sealed record RedisUrl
{
    private const int DefaultPort = 6379;

    /// <summary>Hosts and ports.</summary>
    public required IReadOnlyList<(string Host, int Port)> Endpoints { get; init; }

    /// <summary>The user of Redis' access control lists; <c>null</c> for the default one.</summary>
    public string? User { get; init; }

    /// <summary>The password; <c>null</c> when there is none.</summary>
    public string? Password { get; init; }

    /// <summary>The number of the database. Default 0.</summary>
    public int Database { get; init; }

    /// <summary>Whether the connection is encrypted.</summary>
    public bool Tls { get; init; }

    /// <summary>Reads a URL. Messages never hold the password.</summary>
    /// <exception cref="ArgumentException">The text is not such a URL, or names a user without a password.</exception>
    public static RedisUrl Parse(string redisUrl)
    {
        ArgumentNullException.ThrowIfNull(redisUrl);
        var all = redisUrl.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(ParseOne).ToList();
        if (all.Count == 0)
            throw Refused(redisUrl, "it is empty");
        if (all.Exists(one => one.Tls != all[0].Tls || one.Database != all[0].Database))
            throw Refused(redisUrl, "all of its addresses must have one scheme and one database");
        var signedIn = all.Where(one => one.Password is not null).ToList();
        if (signedIn.Exists(one => one.User != signedIn[0].User || one.Password != signedIn[0].Password))
            throw Refused(redisUrl, "all of its addresses must have one user and one password");
        return all[0] with
        {
            Endpoints = [.. all.SelectMany(one => one.Endpoints)],
            User = signedIn.FirstOrDefault()?.User,
            Password = signedIn.FirstOrDefault()?.Password,
        };
    }

    /// <summary>The addresses without user and password.</summary>
    public override string ToString() =>
        string.Join(',', Endpoints.Select(end => string.Create(CultureInfo.InvariantCulture, $"{(Tls ? "rediss" : "redis")}://{end.Host}:{end.Port}/{Database}")));

    private static RedisUrl ParseOne(string redisUrl)
    {
        if (!Uri.TryCreate(redisUrl, UriKind.Absolute, out var uri) || uri.Scheme is not ("redis" or "rediss") || uri.Host.Length == 0)
            throw Refused(redisUrl, "each address is redis://[[user]:password@]host:port[/db], or rediss:// for TLS");
        var user = uri.UserInfo.Split(':', 2);
        var password = user.Length > 1 ? NullIfEmpty(user[1]) : null;
        if (user[0].Length > 0 && password is null)
            throw Refused(redisUrl, "it names a user without a password: write redis://user:password@host:port");
        if (uri.Query.Length > 0 || uri.Fragment.Length > 0)
            throw Refused(redisUrl, "options after the address are not supported");
        var path = uri.AbsolutePath.Trim('/');
        var database = 0;
        if (path.Length > 0 && !int.TryParse(path, NumberStyles.None, CultureInfo.InvariantCulture, out database))
            throw Refused(redisUrl, "what follows the port must be the number of a database");
        return new RedisUrl
        {
            Endpoints = [(uri.Host.Trim('[', ']'), uri.Port > 0 ? uri.Port : DefaultPort)],
            User = NullIfEmpty(user[0]),
            Password = password,
            Database = database,
            Tls = uri.Scheme == "rediss",
        };
    }

    private static string? NullIfEmpty(string escaped) => escaped.Length > 0 ? Uri.UnescapeDataString(escaped) : null;

    // The text itself is never shown: it may hold a password.
    private static ArgumentException Refused(string redisUrl, string why) => new($"REDIS_URL is not usable: {why}.", nameof(redisUrl));
}
