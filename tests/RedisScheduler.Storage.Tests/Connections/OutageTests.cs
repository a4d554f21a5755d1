using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Errors;
using RedisScheduler.Executions;
using RedisScheduler.Storage.Tests.History;
using RedisScheduler.TestKit;
using RedisScheduler.Workflows;

namespace RedisScheduler.Storage.Tests.Connections;

/// <summary>What is said while the database does not answer, and that work goes on when it is back.</summary>
public sealed class OutageTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Test]
    public async Task Where_nothing_listens_the_store_is_unavailable_at_once()
    {
        await using var services = StoreFixture.Services($"postgres://user:hunter2@127.0.0.1:{FreePort.Next()}/db");
        var watch = Stopwatch.StartNew();

        var error = Assert.ThrowsAsync<StoreUnavailableException>(() => services.GetRequiredService<IMigrations>().ApplyAsync(None))!;

        Assert.That(error.Store, Is.EqualTo("database"));
        Assert.That(error.ToString(), Does.Not.Contain("hunter2"));
        Assert.That(watch.Elapsed, Is.LessThan(TimeSpan.FromSeconds(10)));
    }

    [Test]
    public async Task A_killed_postgres_is_unavailable_and_serves_again_when_it_is_back()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var services = StoreFixture.Services(await server.CreateDatabaseAsync());
        await services.GetRequiredService<IMigrations>().ApplyAsync(None);
        var history = services.GetRequiredService<IHistory>();
        var reader = services.GetRequiredService<IExecutionReader>();
        var health = services.GetRequiredService<IStoreHealth>();
        await history.ApplyAsync([Facts.Fired()], None);
        await health.PingAsync(None);

        server.Kill();
        Assert.That(() => history.ApplyAsync([Facts.Ended()], None), Throws.TypeOf<StoreUnavailableException>());
        Assert.That(() => reader.FindAsync("default", Facts.Id(), None), Throws.TypeOf<StoreUnavailableException>());
        Assert.That(
            () => services.GetRequiredService<IDefinitionStore>().FindWorkflowAsync("default", "etl", None),
            Throws.TypeOf<StoreUnavailableException>()
        );
        Assert.That(() => health.PingAsync(None), Throws.TypeOf<StoreUnavailableException>());

        await server.RestartAsync();
        await history.ApplyAsync([Facts.Fired(), Facts.Ended()], None);
        Assert.That((await reader.FindAsync("default", Facts.Id(), None))!.Status, Is.EqualTo(ExecutionStatus.Succeeded));
        await health.PingAsync(None);
    }

    [Test]
    public async Task A_file_that_is_no_database_is_unavailable()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder.File("test.db"), new string('x', 10_000));
        await using var services = StoreFixture.Services($"sqlite:{folder.File("test.db")}");

        Assert.That(() => services.GetRequiredService<IMigrations>().ApplyAsync(None), Throws.TypeOf<StoreUnavailableException>());
        Assert.That(() => services.GetRequiredService<IStoreHealth>().PingAsync(None), Throws.TypeOf<StoreUnavailableException>());
    }

    [Test]
    public async Task A_database_without_tables_is_not_ready()
    {
        using var folder = new TempFolder();
        await using var services = StoreFixture.Services($"sqlite:{folder.File("test.db")}");

        Assert.That(() => services.GetRequiredService<IStoreHealth>().PingAsync(None), Throws.TypeOf<StoreUnavailableException>());
    }
}
