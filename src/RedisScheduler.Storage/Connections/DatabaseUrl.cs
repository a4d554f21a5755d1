using Npgsql;

namespace RedisScheduler.Storage.Connections;

/// <summary>Reads the setting DATABASE_URL. Errors name it and never quote it, because it holds a password.</summary>
internal static class DatabaseUrl
{
    private const string SqlitePrefix = "sqlite:";

    /// <exception cref="FormatException">The URL is not valid; the message says why.</exception>
    public static Dialect Parse(string url)
    {
        if (url.StartsWith(SqlitePrefix, StringComparison.OrdinalIgnoreCase))
            return Sqlite(url[SqlitePrefix.Length..]);
        if (
            url.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
        )
            return new PostgresDialect(NpgsqlDataSource.Create(Postgres(url)));
        throw Refusal("it begins with neither sqlite: nor postgres://");
    }

    private static SqliteDialect Sqlite(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw Refusal("the path of the file is missing after sqlite:");
        if (path.StartsWith(':'))
            throw Refusal("a database in memory is not supported; name a file after sqlite:");

        var file = Path.GetFullPath(path);
        if (Directory.Exists(file))
            throw Refusal($"'{file}' is a folder; name a file in it");
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Refusal($"the folder of '{file}' cannot be made: {error.Message}", error);
        }

        return new SqliteDialect(file);
    }

    internal static NpgsqlConnectionStringBuilder Postgres(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw Refusal("it is not a URL with a host (a reserved character in user or password is written as %XX)");

        var user = uri.UserInfo.Split(':', 2);
        if (user[0].Length == 0)
            throw Refusal("the user is missing before the host");
        var name = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/'));
        if (name.Length == 0 || name.Contains('/', StringComparison.Ordinal))
            throw Refusal("the name of the database is missing after the host");

        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = uri.IdnHost,
            Port = uri.Port > 0 ? uri.Port : NpgsqlConnection.DefaultPort,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            Database = name,
            ApplicationName = "RedisScheduler",
            Timeout = 3,
            CommandTimeout = 15,
            CancellationTimeout = 1000,
            KeepAlive = 30,
            MaxAutoPrepare = 64,
            AutoPrepareMinUsages = 2,
            // Nothing is set for longer than a transaction, so there is nothing to take back before the next one.
            NoResetOnClose = true,
            // Every statement here ends within milliseconds: compiling one of many partitions takes longer than that, and so does the start of a helper.
            Options = "-c jit=off -c max_parallel_workers_per_gather=0",
        };
        foreach (var option in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
            Add(settings, option.Split('=', 2));
        return settings;
    }

    /// <summary>Options after the question mark are Npgsql's: <c>sslmode=require</c>, <c>maxpoolsize=20</c>.</summary>
    private static void Add(NpgsqlConnectionStringBuilder settings, string[] option)
    {
        try
        {
            settings[Uri.UnescapeDataString(option[0])] = Uri.UnescapeDataString(option.ElementAtOrDefault(1) ?? "");
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            throw Refusal($"the option '{option[0]}' is unknown or its value is not valid");
        }
    }

    private static FormatException Refusal(string reason, Exception? cause = null) =>
        new($"DATABASE_URL is not valid: {reason}. It is sqlite:PATH or postgres://user:password@host:port/database.", cause);
}
