using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RedisScheduler.TestKit;

namespace RedisScheduler.Storage.Tests;

/// <summary>A migrated database of its own for each test, and the store over it. Fixtures derive from it once and run over every database.</summary>
[TestFixture(Databases.Sqlite)]
[TestFixture(Databases.Postgres)]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class StoreFixture(string databaseName)
{
    private TestDatabase? database;
    private ServiceProvider? provider;

    protected static CancellationToken None => CancellationToken.None;

    protected string DatabaseName => databaseName;

    protected string Url => database!.Url;

    [SetUp]
    public async Task SetUpStoreAsync()
    {
        database = await Databases.CreateAsync(databaseName);
        provider = Services(database.Url);
        await Get<IMigrations>().ApplyAsync(None);
    }

    [TearDown]
    public async Task TearDownStoreAsync()
    {
        if (provider is not null)
            await provider.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
    }

    protected T Get<T>() where T : notnull => provider!.GetRequiredService<T>();

    internal static ServiceProvider Services(string url) =>
        new ServiceCollection()
            .AddSingleton(typeof(Microsoft.Extensions.Logging.ILogger<>), typeof(NullLogger<>))
            .AddSqlStore(url)
            .BuildServiceProvider();
}
