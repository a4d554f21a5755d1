using Microsoft.Data.Sqlite;
using RedisScheduler.Api.Hosting;
using RedisScheduler.TestKit;
using RedisScheduler.Worker.Hosting;

namespace RedisScheduler.Api.Tests.Hosting;

/// <summary>The whole API with its engine in this process, on a free port, over a real Redis server and a SQLite file of its own.</summary>
internal sealed class RunningApi : IAsyncDisposable
{
    /// <summary>The first key, chosen by the tests.</summary>
    public const string AdminKey = "correct-horse-battery-staple";

    private readonly WebApplication app;
    private readonly TestDatabase database;
    private readonly TempFolder data;

    private RunningApi(WebApplication app, TestDatabase database, TempFolder data, StringWriter console)
    {
        (this.app, this.database, this.data) = (app, database, data);
        Console = console;
        Admin = Client(AdminKey);
    }

    /// <summary>A client with the first key.</summary>
    public ApiClient Admin { get; }

    /// <summary>What was printed.</summary>
    public StringWriter Console { get; }

    public IServiceProvider Services => app.Services;

    public string Url => app.Urls.First();

    /// <summary>The file of the database, for tests that change rows by hand.</summary>
    public string DatabasePath => database.Url["sqlite:".Length..];

    public static async Task<RunningApi> StartAsync(string redisUrl, Roles roles = Roles.All, Action<IDictionary<string, string?>>? change = null)
    {
        var folder = new TempFolder();
        var sql = await Databases.CreateAsync(Databases.Sqlite);
        var values = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [Settings.Names.RedisUrl] = redisUrl,
            [Settings.Names.RedisPrefix] = RedisServers.NewPrefix(),
            [Settings.Names.DatabaseUrl] = sql.Url,
            [Settings.Names.DataDir] = folder.Path,
            [Settings.Names.AdminApiKey] = AdminKey,
            [WebHostDefaults.ServerUrlsKey] = "http://127.0.0.1:0",
        };
        change?.Invoke(values);

        // The name decides where static assets are looked for.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(ApiHost).Assembly.GetName().Name });
        builder.Configuration.AddInMemoryCollection(values);
        builder.Logging.ClearProviders().AddProvider(new TestOutput()).SetMinimumLevel(LogLevel.Warning);
        var settings = Settings.Read(builder.Configuration, roles);
        builder.AddApi(settings, StoreNames.Of(settings));
        var console = new StringWriter();
        builder.Services.AddSingleton<TextWriter>(console);
        var host = builder.Build();
        host.MapApi();
        await host.StartAsync();
        return new RunningApi(host, sql, folder, console);
    }

    /// <summary>A client with a key of its own; with none where it is <c>null</c>.</summary>
    public ApiClient Client(string? key) => new(Url, key);

    /// <summary>A client with a new key of a role in a scope.</summary>
    public async Task<ApiClient> ClientAsync(string role, string scope = "default")
    {
        var made = (await Admin.PostAsync("/api-keys", $$"""{"name": "a {{role}}", "role": "{{role}}", "scope": "{{scope}}"}""")).Expect(201);
        return Client(made.Value("key"));
    }

    /// <summary>Does to the database what no request does.</summary>
    public async Task ExecuteSqlAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={database.Url["sqlite:".Length..]}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await database.DisposeAsync();
        data.Dispose();
        await Console.DisposeAsync();
    }

    private sealed class TestOutput : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            TestContext.Out.WriteLine($"{logLevel} {formatter(state, exception)} {exception}");

        public void Dispose() { }
    }
}
