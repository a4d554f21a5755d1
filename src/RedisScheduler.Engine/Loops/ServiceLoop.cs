using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RedisScheduler.Errors;
using RedisScheduler.Jobs;

namespace RedisScheduler.Engine.Loops;

/// <summary>
/// Drives one service: a round, a wait that signals may end, the next round. A round that fails is logged once for each outage and tried again with growing waits; no error
/// ends the loop. At stop the round under way comes to its end, then the service drains.
/// </summary>
internal sealed class ServiceLoop(IService service, ISignals signals, TimeProvider time, ILogger<ServiceLoop> log, int? shard = null) : BackgroundService
{
    private readonly WakeUp pause = new(time);
    private readonly List<IDisposable> subscriptions = [];

    /// <summary>The name of its service, and its shard where there are several.</summary>
    internal string Name { get; } = shard is null ? service.Name : string.Create(CultureInfo.InvariantCulture, $"{service.Name} of shard {shard}");

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var woken = stoppingToken.UnsafeRegister(static self => ((ServiceLoop)self!).Stop(), this);
        var backoff = new Backoff();
        Type? outage = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Subscribe();
                var round = await service.RunOnceAsync(stoppingToken);
                if (outage is not null)
                {
                    log.GoesOn(Name, backoff.Failures);
                    outage = null;
                    backoff.Reset();
                }

                if (!stoppingToken.IsCancellationRequested)
                {
                    await service.Wake.WaitAsync(round.Wait);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                if (outage != error.GetType())
                {
                    outage = error.GetType();
                    Log(error);
                }

                await pause.WaitAsync(backoff.Next());
            }
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        subscriptions.ForEach(subscription => subscription.Dispose());
        subscriptions.Clear();
        try
        {
            await service.DrainAsync(cancellationToken);
        }
        catch (Exception error)
        {
            log.NotDrained(error, Name);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        pause.Dispose();
        service.Wake.Dispose();
    }

    private void Subscribe()
    {
        for (var i = subscriptions.Count; i < service.WokenBy.Count; i++)
        {
            subscriptions.Add(signals.Subscribe(service.WokenBy[i], _ => service.OnSignal()));
        }
    }

    private void Stop()
    {
        pause.Set();
        service.Wake.Set();
    }

    private void Log(Exception error)
    {
        if (error is StoreUnavailableException)
        {
            log.Waits(Name, error.Message, error.InnerException?.Message ?? "unknown.");
        }
        else
        {
            log.Failed(error, Name);
        }
    }
}
