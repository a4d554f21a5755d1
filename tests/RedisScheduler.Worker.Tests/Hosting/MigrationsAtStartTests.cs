using Microsoft.Extensions.Logging.Abstractions;
using RedisScheduler.Errors;
using RedisScheduler.Storage;
using RedisScheduler.TestKit;
using RedisScheduler.Worker.Hosting;

namespace RedisScheduler.Worker.Tests.Hosting;

[TestFixture]
public sealed class MigrationsAtStartTests
{
    private readonly ManualTime time = new();

    [Test]
    public async Task A_database_that_is_not_up_yet_is_waited_for()
    {
        var migrations = new Migrations(failures: 8, new StoreUnavailableException("database"));
        var start = Start(migrations, CancellationToken.None);
        while (!start.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await start;
        Assert.That(migrations.Calls, Is.EqualTo(9));
    }

    [Test]
    public void A_migration_that_fails_stops_the_start()
    {
        var start = Start(new Migrations(failures: 1, new InvalidDataException("syntax")), CancellationToken.None);
        Assert.That(() => start, Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public async Task The_wait_ends_when_the_host_is_stopped()
    {
        using var stop = new CancellationTokenSource();
        var start = Start(new Migrations(failures: int.MaxValue, new StoreUnavailableException("database")), stop.Token);
        await Eventually.AsyncThat(() => time.WaitingTimers == 1);
        await stop.CancelAsync();
        Assert.That(() => start, Throws.InstanceOf<OperationCanceledException>());
    }

    private Task Start(Migrations migrations, CancellationToken cancel) =>
        new MigrationsAtStart(migrations, time, NullLogger<MigrationsAtStart>.Instance).StartingAsync(cancel);

    private sealed class Migrations(int failures, Exception failure) : IMigrations
    {
        public int Calls { get; private set; }

        public Task ApplyAsync(CancellationToken cancel) => ++Calls > failures ? Task.CompletedTask : Task.FromException(failure);
    }
}
