using RedisScheduler.Engine.Loops;
using RedisScheduler.Errors;
using RedisScheduler.Jobs;
using RedisScheduler.TestKit;

namespace RedisScheduler.Engine.Tests.Loops;

public sealed class ServiceLoopTests
{
    private readonly ManualTime time = new();
    private readonly ListLogger<ServiceLoop> log = new();
    private readonly FakeSignals signals = new();
    private CountingService service = null!;
    private ServiceLoop loop = null!;

    [SetUp]
    public async Task StartAsync()
    {
        service = new CountingService(time);
        loop = new ServiceLoop(service, signals, time, log);
        await loop.StartAsync(default);
        await RoundsAsync(1);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await loop.StopAsync(default);
        loop.Dispose();
        service.Wake.Dispose();
    }

    [Test]
    public async Task The_next_round_comes_when_the_wait_is_over()
    {
        time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.That(service.Rounds, Is.EqualTo(1));
        time.Advance(TimeSpan.FromSeconds(0.1));
        await RoundsAsync(2);
    }

    [Test]
    public async Task A_signal_ends_the_wait()
    {
        signals.Send(SignalKind.Due);
        await RoundsAsync(2);
    }

    [Test]
    public async Task A_signal_during_a_round_is_not_lost()
    {
        var under = new TaskCompletionSource();
        service.Under = under.Task;
        signals.Send(SignalKind.Due);
        await Eventually.AsyncThat(() => service.Entered == 2);
        signals.Send(SignalKind.Due);
        service.Under = Task.CompletedTask;
        under.SetResult();
        await RoundsAsync(3);
    }

    [Test]
    public async Task An_outage_is_logged_once_tried_again_with_growing_waits_and_its_end_is_logged()
    {
        service.Error = new StoreUnavailableException("redis", new TimeoutException("too slow"));
        signals.Send(SignalKind.Due);
        foreach (var wait in new[] { 100, 200, 400, 800, 1_600, 2_000, 2_000 })
        {
            await SleepingAsync();
            var entered = service.Entered;
            time.Advance(TimeSpan.FromMilliseconds(wait - 1));
            Assert.That(service.Entered, Is.EqualTo(entered), $"{wait} ms");
            time.Advance(TimeSpan.FromMilliseconds(1));
            await Eventually.AsyncThat(() => service.Entered == entered + 1);
        }

        await SleepingAsync();
        service.Error = null;
        time.Advance(TimeSpan.FromSeconds(2));
        await RoundsAsync(2);
        await Eventually.AsyncThat(() => log.Lines.Count == 2);
        Assert.That(log.Lines, Is.EqualTo(new[]
        {
            "Warning: Counting waits: redis does not answer. It tries again until it can go on. Cause: too slow",
            "Information: Counting goes on after 8 failed tries.",
        }));
    }

    [Test]
    public async Task Signals_do_not_shorten_the_wait_of_an_outage()
    {
        service.Error = new InvalidOperationException("broken");
        signals.Send(SignalKind.Due);
        await SleepingAsync();
        var entered = service.Entered;
        signals.Send(SignalKind.Due);
        signals.Send(SignalKind.Due);
        time.Advance(TimeSpan.FromMilliseconds(99));
        Assert.That(service.Entered, Is.EqualTo(entered));
        Assert.That(log.Lines, Is.EqualTo(new[] { "Error: Counting failed, and tries again." }));
    }

    [Test]
    public async Task Stop_lets_the_round_end_and_then_drains()
    {
        var under = new TaskCompletionSource();
        service.Under = under.Task;
        signals.Send(SignalKind.Due);
        await Eventually.AsyncThat(() => service.Entered == 2);

        var stopped = loop.StopAsync(default);
        Assert.That(service.Drained, Is.False);
        under.SetResult();
        await stopped.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.That((service.Rounds, service.Drained), Is.EqualTo((2, true)));
        Assert.That(signals.Subscriptions, Is.Zero);
    }

    [Test]
    public async Task Stop_does_not_wait_for_an_outage_to_end()
    {
        service.Error = new StoreUnavailableException("redis");
        signals.Send(SignalKind.Due);
        await SleepingAsync();
        await loop.StopAsync(default).WaitAsync(TimeSpan.FromSeconds(10));
        Assert.That(service.Drained, Is.True);
    }

    private Task RoundsAsync(int rounds) => Eventually.AsyncThat(() => service.Rounds == rounds && time.WaitingTimers == 1);

    private Task SleepingAsync() => Eventually.AsyncThat(() => time.WaitingTimers == 1 && !log.Lines.IsEmpty);

    private sealed class CountingService(TimeProvider time) : IService
    {
        internal int Entered;
        internal int Rounds;

        internal Exception? Error { get; set; }

        internal Task Under { get; set; } = Task.CompletedTask;

        internal bool Drained { get; private set; }

        public string Name => "Counting";

        public WakeUp Wake { get; } = new(time);

        public IReadOnlyList<SignalKind> WokenBy { get; } = [SignalKind.Due];

        public async Task<Round> RunOnceAsync(CancellationToken cancel)
        {
            Entered++;
            await Under;
            if (Error is { } error)
            {
                throw error;
            }

            Rounds++;
            return new Round(1, TimeSpan.FromSeconds(10));
        }

        public Task DrainAsync(CancellationToken cancel)
        {
            Drained = true;
            return Task.CompletedTask;
        }
    }
}
