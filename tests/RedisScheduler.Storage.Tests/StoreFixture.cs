using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using RedisScheduler.Storage.Connections;
using RedisScheduler.TestKit;

namespace RedisScheduler.Storage.Tests;

/// <summary>A migrated database of the fixture's own, emptied before each test, and the store over it. Fixtures derive from it once and run over every database.</summary>
[TestFixture(Databases.Sqlite)]
[TestFixture(Databases.Postgres)]
public abstract class StoreFixture(string databaseName)
{
    private TestDatabase? database;
    private ServiceProvider? provider;

    protected static CancellationToken None => CancellationToken.None;

    protected string DatabaseName => databaseName;

    protected string Url => database!.Url;

    [OneTimeSetUp]
    public async Task StartStoreAsync()
    {
        database = await Databases.CreateAsync(databaseName);
        provider = Services(database.Url);
        await Get<IMigrations>().ApplyAsync(None);
    }

    [SetUp]
    public Task EmptyTablesAsync() =>
        Get<Database>()
            .WriteAsync(
                async session =>
                {
                    await session.ExecuteAsync(
                        """
                        DELETE FROM workflows; DELETE FROM schedules; DELETE FROM executions; DELETE FROM attempts; DELETE FROM rollups; DELETE FROM rollup_durations;
                        DELETE FROM api_keys; DELETE FROM idempotency_keys; DELETE FROM calendars; DELETE FROM scopes WHERE id <> 'default';
                        DELETE FROM schedule_revisions; DELETE FROM scope_pauses; DELETE FROM subscriptions; DELETE FROM alerts;
                        DELETE FROM audit; DELETE FROM audit_chains
                        """
                    );
                    return session.Dialect.HasPartitions ? await session.ExecuteAsync("DELETE FROM executions_open") : 0;
                },
                None
            );

    [OneTimeTearDown]
    public async Task StopStoreAsync()
    {
        if (provider is not null)
            await provider.DisposeAsync();
        if (database is not null)
            await database.DisposeAsync();
    }

    protected T Get<T>() where T : notnull => provider!.GetRequiredService<T>();

    /// <summary>How SQLite goes about a statement, a line each step.</summary>
    private protected Task<List<string>> PlanAsync(Func<Session, string> sql, object? values = null) =>
        Get<Database>()
            .ReadAsync(
                async session =>
                    (await session.ListAsync<(long Id, long Parent, long Unused, string Detail)>($"EXPLAIN QUERY PLAN {sql(session)}", values)).ConvertAll(step => step.Detail),
                None
            );

    internal static ServiceProvider Services(string url) =>
        new ServiceCollection()
            .AddSingleton(typeof(Microsoft.Extensions.Logging.ILogger<>), typeof(NullLogger<>))
            .AddSqlStore(url)
            .BuildServiceProvider();
}
