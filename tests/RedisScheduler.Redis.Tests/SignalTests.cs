using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RedisScheduler.Jobs;
using RedisScheduler.TestKit;
using StackExchange.Redis;

namespace RedisScheduler.Redis.Tests;

internal sealed class SignalTests(string server) : Conformance(server)
{
    private readonly ConcurrentQueue<string> heard = new();

    /// <summary>Subscribes and waits until it hears: a probe on the channel says so.</summary>
    private async Task<IDisposable> ListenAsync(SignalKind kind, string channel)
    {
        heard.Clear();
        var subscription = Store.Get<ISignals>().Subscribe(kind, heard.Enqueue);
        await Eventually.AsyncThat(async () =>
        {
            await Store.Raw.PublishAsync(new RedisChannel(channel, RedisChannel.PatternMode.Literal), "probe");
            return !heard.IsEmpty;
        });
        heard.Clear();
        return subscription;
    }

    [Test]
    public async Task Queued_jobs_wake_workers_once_a_batch_and_queue()
    {
        using var listening = await ListenAsync(SignalKind.Queued, Store.Keys.FetchChannel);
        await EnqueueAsync(Samples.Manual("m1"), Samples.Manual("m2"), Samples.Manual("x", spec: Samples.Spec(queue: "mail")));

        await Eventually.AsyncThat(() => heard.Where(message => message != "probe"), Is.EquivalentTo(new[] { "default", "mail" }));
    }

    [TestCase(2, 0)]
    [TestCase(1, 1)]
    public async Task Of_what_is_fired_only_that_wakes_workers_which_who_fires_does_not_take(int takes, int wakes)
    {
        await Registry.ApplyAsync([Samples.Entry(), Samples.Entry("other"), Samples.Entry("last")], default);
        using var listening = await ListenAsync(SignalKind.Queued, Store.Keys.FetchChannel);
        var fires = new[] { "daily", "other" }.Select(key => Samples.Fire(key, Samples.Now, Samples.Now + 30_000, Samples.Job(key)));

        await Firing.FireAsync([.. fires], Samples.Now, new TakeRequest(Samples.Worker, ["default"], takes, Samples.Now + 15_000), default);
        await FireAsync(Samples.Fire("last", Samples.Now, Samples.Now + 30_000, Samples.Job("last", spec: Samples.Spec("last", queue: "mail"))));

        await Eventually.AsyncThat(() => heard.Contains("mail"));
        Assert.That(heard.Count(message => message == "default"), Is.EqualTo(wakes));
    }

    [Test]
    public async Task A_due_time_that_is_the_earliest_or_near_wakes_schedulers_and_a_later_one_does_not()
    {
        using var listening = await ListenAsync(SignalKind.Due, Store.Keys.DueChannel);
        // Nearness counts from the server's own clock, which is not that of the samples.
        const long Far = Samples.Now + 400L * 86_400_000;
        await Registry.ApplyAsync([Samples.Entry("a", due: Far)], default);
        await Registry.ApplyAsync([Samples.Entry("b", due: Far + 5)], default);
        await Registry.ApplyAsync([Samples.Entry("c", due: 1000)], default);
        await Registry.ApplyAsync([Samples.Entry("d", due: 2000)], default);

        await Eventually.AsyncThat(() => heard.Where(message => message != "probe"), Is.EqualTo(new[] { $"{Far}", "1000", "2000" }));
    }

    [Test]
    public async Task A_cancellation_tells_the_job()
    {
        using var listening = await ListenAsync(SignalKind.Cancel, Store.Keys.CancelChannel);
        await EnqueueAsync(Samples.Manual("m1"));
        await TakeOneAsync();
        await Control.CancelAsync("m1", "x", Samples.Now, default);

        await Eventually.AsyncThat(() => heard.Where(message => message != "probe"), Is.EqualTo(new[] { "m1" }));
    }

    [Test]
    public async Task A_retry_that_is_due_earlier_than_any_tells_its_moment()
    {
        using var listening = await ListenAsync(SignalKind.Delayed, Store.Keys.DelayedChannel);
        await EnqueueAsync(Samples.Manual("m1"), Samples.Manual("m2"));
        var jobs = await TakeAsync(2);
        await GiveAsync(Samples.Retry(jobs[0], Samples.Now + 500));
        await GiveAsync(Samples.Retry(jobs[1], Samples.Now + 900));

        await Eventually.AsyncThat(() => heard.Where(message => message != "probe"), Is.EqualTo(new[] { $"{Samples.Now + 500}" }));
    }

    [Test]
    public async Task A_disposed_subscription_is_silent_and_others_are_not()
    {
        using var staying = await ListenAsync(SignalKind.Queued, Store.Keys.FetchChannel);
        var leaving = new ConcurrentQueue<string>();
        Store.Get<ISignals>().Subscribe(SignalKind.Queued, leaving.Enqueue).Dispose();

        await EnqueueAsync(Samples.Manual("m1"));

        await Eventually.AsyncThat(() => heard.Contains("default"));
        Assert.That(leaving, Is.Empty);
    }

    [Test]
    public async Task Processes_that_listen_as_soon_as_they_start_hear_without_a_second_try()
    {
        using var log = new Said();
        var processes = Enumerable
            .Range(0, 20)
            .Select(_ => new ServiceCollection()
                .AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Warning))
                .AddRedisStore(new RedisStoreOptions { Url = Store.Url, Prefix = Store.Keys.Prefix })
                .BuildServiceProvider())
            .ToList();
        var hearing = new ConcurrentDictionary<int, bool>();
        var listening = processes.Select((process, number) => process.GetRequiredService<ISignals>().Subscribe(SignalKind.Cancel, _ => hearing[number] = true)).ToList();

        await Eventually.AsyncThat(async () =>
        {
            await Store.Raw.PublishAsync(new RedisChannel(Store.Keys.CancelChannel, RedisChannel.PatternMode.Literal), "probe");
            return hearing.Count;
        }, Is.EqualTo(processes.Count));

        Assert.That(log.Lines, Is.Empty);
        listening.ForEach(each => each.Dispose());
        foreach (var process in processes)
            await process.DisposeAsync();
    }

    private sealed class Said : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Enqueue(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
