namespace RedisScheduler.TestKit;

/// <summary>An empty database for one fixture or test.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly TempFolder? folder;
    private readonly PostgresServer? server;

    internal TestDatabase(string name, string url, TempFolder? folder, PostgresServer? server)
    {
        Name = name;
        Url = url;
        this.folder = folder;
        this.server = server;
    }

    /// <summary>One of <see cref="Databases.Names"/>.</summary>
    public string Name { get; }

    /// <summary><c>sqlite:PATH</c> or <c>postgres://user:password@127.0.0.1:port/database</c>, as DATABASE_URL takes it.</summary>
    public string Url { get; }

    public async ValueTask DisposeAsync()
    {
        folder?.Dispose();
        if (server is not null)
        {
            await server.DropDatabaseAsync(Url);
        }
    }
}
