using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RedisScheduler.Errors;
using RedisScheduler.Redis.Adapter;

namespace RedisScheduler.Redis;

/// <summary>
/// Measures the clock's skew when the process starts, before its loops do, and then again and again. Each time it asks for the number of shards too: a process does not start with, and
/// ends at, another number than the one that Redis was filled with.
/// </summary>
internal sealed class ClockCalibration(RedisLink redis, RedisClock clock, RedisStoreOptions options, ILogger<ClockCalibration> logger) : BackgroundService
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // An outage is told of once.
    private bool told;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // A host whose Redis is away starts all the same, and soon.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        await TryMeasureAsync(patience.Token);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var known = clock.IsMeasured;
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(known ? options.ClockInterval : Soon, options.BaseTime, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!stoppingToken.IsCancellationRequested)
                known = await TryMeasureAsync(stoppingToken);
        }
    }

    private async Task<bool> TryMeasureAsync(CancellationToken cancel)
    {
        try
        {
            await redis.CheckShardsAsync(cancel);
            await clock.MeasureAsync(cancel);
            RedisLog.ClockMeasured(logger, clock.Skew.TotalMilliseconds);
            told = false;
            return true;
        }
        catch (StoreUnavailableException error)
        {
            if (!told)
                RedisLog.ClockNotMeasured(logger, clock.Skew.TotalMilliseconds, error.InnerException?.Message ?? error.Message);
            told = true;
            return false;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
