using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RedisScheduler.Errors;
using RedisScheduler.Jobs;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Schedules;
using RedisScheduler.TestKit;
using StackExchange.Redis;

namespace RedisScheduler.Redis.Tests;

/// <summary>What happens when the server is not what it should be. Each test has a server of its own, which it may kill.</summary>
[TestFixture(RedisServers.Redis)]
[TestFixture(RedisServers.Garnet)]
internal sealed class FaultTests(string name)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    private static RedisStoreOptions Impatient(RedisStoreOptions options) => options with { CommandTimeout = Patience, ConnectTimeout = Patience };

    [Test]
    public async Task Calls_fail_while_the_server_is_gone_and_work_again_when_it_is_back()
    {
        await using var server = await RedisServers.StartAsync(name);
        await using var store = await Store.OpenAsync(server);
        await using var services = store.Provider(Impatient);
        var queue = services.GetRequiredService<IJobQueue>();
        await queue.EnqueueAsync([Samples.Manual("m1")], Samples.Now, default);
        await SavedAsync(store, "m1");
        var taker = new FakeTaker { Slots = 1 };
        queue.TakeWith(taker);

        server.Kill();
        await FailsInTimeAsync(() => queue.EnqueueAsync([Samples.Manual("m2")], Samples.Now, default));
        Assert.That((taker.Open, taker.Taken.Count), Is.EqualTo((0, 0)), "its slot is free again");
        await FailsInTimeAsync(() => queue.ExchangeAsync(Samples.Take(1), default));
        await FailsInTimeAsync(() => services.GetRequiredService<IScheduleRegistry>().ApplyAsync([Samples.Entry()], default));
        await FailsInTimeAsync(() => services.GetRequiredService<IStoreHealth>().PingAsync(default));

        await server.RestartAsync();
        await Eventually.AsyncThat(async () => (await queue.ExchangeAsync(Samples.Take(1), default)).Jobs.Select(job => job.Id), Is.EqualTo(new[] { "m1" }));
        await services.GetRequiredService<IStoreHealth>().PingAsync(default);
    }

    [Test]
    public async Task Calls_to_a_frozen_server_fail_within_their_time_out()
    {
        await using var server = await RedisServers.StartAsync(name);
        await using var store = await Store.OpenAsync(server);
        await using var services = store.Provider(Impatient);
        var health = services.GetRequiredService<IStoreHealth>();
        await health.PingAsync(default);

        server.Freeze();
        await FailsInTimeAsync(() => services.GetRequiredService<IQueues>().ListAsync(0, default));
        await FailsInTimeAsync(() => health.PingAsync(default));

        server.Thaw();
        await Eventually.AsyncThat(async () =>
        {
            await health.PingAsync(default);
            return true;
        });
    }

    [Test]
    public async Task A_process_starts_while_redis_is_away_and_finds_it_later()
    {
        await using var server = await RedisServers.StartAsync(name);
        server.Kill();
        await using var store = await Store.OpenAsync(server);
        await using var services = store.Provider(Impatient);
        var heard = new ConcurrentQueue<string>();
        using var listening = services.GetRequiredService<ISignals>().Subscribe(SignalKind.Queued, heard.Enqueue);
        foreach (var service in services.GetServices<IHostedService>())
            await service.StartAsync(default);
        await FailsInTimeAsync(() => services.GetRequiredService<IQueues>().ListAsync(0, default));

        await server.RestartAsync();

        await Eventually.AsyncThat(async () =>
        {
            await services.GetRequiredService<IJobQueue>().EnqueueAsync([Samples.Manual(Guid.NewGuid().ToString())], Samples.Now, default);
            return !heard.IsEmpty;
        }, TimeSpan.FromSeconds(30));
        await Eventually.AsyncThat(() => services.GetRequiredService<RedisClock>().IsMeasured);
        foreach (var service in services.GetServices<IHostedService>())
            await service.StopAsync(default);
    }

    [Test]
    public async Task Signals_come_again_after_the_server_was_restarted()
    {
        await using var server = await RedisServers.StartAsync(name);
        await using var store = await Store.OpenAsync(server);
        var heard = new ConcurrentQueue<string>();
        using var listening = store.Get<ISignals>().Subscribe(SignalKind.Queued, heard.Enqueue);
        await Eventually.AsyncThat(() => HearAsync("one"));

        server.Kill();
        await server.RestartAsync();

        await Eventually.AsyncThat(() => HearAsync("two"), TimeSpan.FromSeconds(30));

        async Task<bool> HearAsync(string word)
        {
            await store.Raw.PublishAsync(new RedisChannel(store.Keys.FetchChannel, RedisChannel.PatternMode.Literal), word);
            return heard.Contains(word);
        }
    }

    [Test]
    public async Task Who_could_not_subscribe_while_the_server_was_gone_hears_each_message_once_when_it_is_back()
    {
        await using var server = await RedisServers.StartAsync(name);
        await using var store = await Store.OpenAsync(server);
        await using var services = store.Provider(Impatient);
        await services.GetRequiredService<IStoreHealth>().PingAsync(default);
        var link = services.GetRequiredService<RedisLink>();
        var heard = new ConcurrentQueue<string>();

        server.Kill();
        for (var attempt = 0; attempt < 3; attempt++)
            await FailsInTimeAsync(() => link.SubscribeAsync(store.Keys.CancelChannel, heard.Enqueue, default));
        await server.RestartAsync();
        await Eventually.AsyncThat(async () =>
        {
            await link.SubscribeAsync(store.Keys.CancelChannel, heard.Enqueue, default);
            return true;
        }, TimeSpan.FromSeconds(30));

        await Eventually.AsyncThat(async () =>
        {
            await SayAsync("probe");
            return heard.Contains("probe");
        }, TimeSpan.FromSeconds(30));
        await SayAsync("once");
        await SayAsync("end");
        await Eventually.AsyncThat(() => heard.Contains("end"));
        Assert.That(heard.Where(word => word == "once"), Has.One.Items);

        Task SayAsync(string word) => store.Raw.PublishAsync(new RedisChannel(store.Keys.CancelChannel, RedisChannel.PatternMode.Literal), word);
    }

    [Test]
    public async Task Scripts_that_the_server_forgot_are_sent_again_and_run_once()
    {
        await using var server = await RedisServers.StartAsync(name);
        await using var store = await Store.OpenAsync(server);
        var queue = store.Get<IJobQueue>();
        await queue.EnqueueAsync([Samples.Manual("m1")], Samples.Now, default);

        await store.Raw.ExecuteAsync("SCRIPT", "FLUSH");
        await queue.EnqueueAsync([Samples.Manual("m2")], Samples.Now, default);
        await store.Raw.ExecuteAsync("SCRIPT", "FLUSH");
        var taken = (await queue.ExchangeAsync(Samples.Take(10), default)).Jobs;

        Assert.That(taken.Select(job => job.Id), Is.EqualTo(new[] { "m1", "m2" }));
        Assert.That(await store.Raw.ListLengthAsync(store.Keys.Outbox), Is.EqualTo(2));
    }

    [Test]
    public async Task A_cancelled_call_is_cancelled_and_not_unavailable()
    {
        await using var server = await RedisServers.StartAsync(name);
        await using var store = await Store.OpenAsync(server);
        await store.Get<IStoreHealth>().PingAsync(default);
        server.Freeze();
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100), TimeProvider.System);

        Assert.That(() => store.Get<IQueues>().ListAsync(0, soon.Token), Throws.InstanceOf<OperationCanceledException>());
        server.Thaw();
    }

    /// <summary>Waits until a fresh connection sees the job, and the append-only file had its second to be written.</summary>
    private static Task SavedAsync(Store store, string id) => Eventually.AsyncThat(() => store.Raw.KeyExistsAsync(store.Keys.Job(id)));

    private static async Task FailsInTimeAsync(Func<Task> call)
    {
        var started = TimeProvider.System.GetTimestamp();
        var error = Assert.CatchAsync<StoreUnavailableException>(() => call());
        Assert.That(error!.Store, Is.EqualTo("redis"));
        Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan((2 * Patience) + Slack));
        await Task.CompletedTask;
    }
}
