using Microsoft.Extensions.Logging;
using RedisScheduler.Errors;
using RedisScheduler.Jobs;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Redis.Format;

namespace RedisScheduler.Redis.Jobs;

/// <summary>Signals over pub/sub. Where Redis is away when somebody subscribes, it is tried until it works.</summary>
internal sealed class RedisSignals(RedisConnection redis, RedisStoreOptions options, ILogger<RedisSignals> logger) : ISignals
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);
    private readonly HangfireKeys keys = new(options.Prefix);

    public IDisposable Subscribe(SignalKind kind, Action<string> onSignal)
    {
        var channel = kind switch
        {
            SignalKind.Due => keys.DueChannel,
            SignalKind.Queued => keys.FetchChannel,
            SignalKind.Cancel => keys.CancelChannel,
            _ => keys.DelayedChannel,
        };
        var subscription = new Subscription();
        subscription.Begin(SubscribeAsync(channel, onSignal, subscription));
        return subscription;
    }

    private async Task SubscribeAsync(string channel, Action<string> onSignal, Subscription subscription)
    {
        // An outage is told of once.
        var told = false;
        while (!subscription.Ended.IsCancellationRequested)
        {
            try
            {
                var subscribed = await redis.SubscribeAsync(channel, Deliver, subscription.Ended);
                await Task.Delay(Timeout.InfiniteTimeSpan, options.BaseTime, subscription.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                await subscribed.DisposeAsync();
            }
            catch (StoreUnavailableException error)
            {
                if (!told)
                    RedisLog.NotSubscribed(logger, channel, error.InnerException?.Message ?? error.Message);
                told = true;
                await Task.Delay(TryAgainAfter, options.BaseTime, subscription.Ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (subscription.Ended.IsCancellationRequested)
            {
                return;
            }
        }

        void Deliver(string message)
        {
            if (subscription.Ended.IsCancellationRequested)
                return;
            try
            {
                onSignal(message);
            }
#pragma warning disable CA1031 // A subscriber that throws must not silence the others of the connection.
            catch (Exception error)
#pragma warning restore CA1031
            {
                RedisLog.SubscriberThrew(logger, channel, error);
            }
        }
    }

    private sealed class Subscription : IDisposable
    {
        private readonly CancellationTokenSource ended = new();
        private Task work = Task.CompletedTask;

        public Subscription() => Ended = ended.Token;

        public CancellationToken Ended { get; }

        public void Begin(Task subscribing) => work = subscribing;

        public void Dispose()
        {
            ended.Cancel();
            _ = work.ContinueWith(_ => ended.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
