using Microsoft.Extensions.Logging;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Errors;
using RedisScheduler.Executions;

namespace RedisScheduler.Engine.Recording;

/// <summary>
/// Moves facts from the outbox into SQL. One process at a time, by a lease; should two overlap, what both write is the same. Facts leave the outbox only after SQL has committed them:
/// while SQL is away the outbox grows, and a crash in between makes a batch be applied again, which changes nothing.
/// </summary>
internal sealed class Recorder(IOutbox outbox, IHistory history, EngineOptions options, TimeProvider time, ILogger<Recorder> log) : IService
{
    /// <summary>The least wait, right after facts came in; doubles to <see cref="LongestSleep"/> while none do.</summary>
    internal static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(25);

    /// <summary>The longest wait while this process records.</summary>
    internal static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(100);

    /// <summary>How long the last facts may take at stop; what is left is recorded by the next process.</summary>
    internal static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    private TimeSpan sleep = ShortestSleep;
    private long? heldStamp;

    /// <inheritdoc/>
    public string Name => nameof(Recorder);

    /// <inheritdoc/>
    public WakeUp Wake { get; } = new(time);

    /// <inheritdoc/>
    public async Task<Round> RunOnceAsync(CancellationToken cancel)
    {
        if (!await HoldAsync(cancel))
        {
            return new Round(0, options.RecorderLease / 4);
        }

        var events = await outbox.ReadAsync(options.RecordBatch, cancel);
        if (events.Count == 0)
        {
            sleep = sleep * 2 < LongestSleep ? sleep * 2 : LongestSleep;
            return new Round(0, sleep);
        }

        await ApplyAsync(events, cancel);
        if (!await outbox.TrimAsync(options.WorkerId, events.Count, cancel))
        {
            log.LostRight();
            heldStamp = null;
        }

        sleep = ShortestSleep;
        return events.Count == options.RecordBatch ? Round.More(events.Count) : new Round(events.Count, sleep);
    }

    /// <inheritdoc/>
    public async Task DrainAsync(CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(DrainTime, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancel);
        try
        {
            while ((await RunOnceAsync(both.Token)).Done > 0)
            {
            }
        }
        finally
        {
            await outbox.ReleaseAsync(options.WorkerId, both.Token);
        }
    }

    private async Task<bool> HoldAsync(CancellationToken cancel)
    {
        if (heldStamp is { } stamp && time.GetElapsedTime(stamp) < options.RecorderLease / 3)
        {
            return true;
        }

        var before = time.GetTimestamp();
        heldStamp = await outbox.TryHoldAsync(options.WorkerId, options.RecorderLease, cancel) ? before : null;
        return heldStamp is not null;
    }

    private async Task ApplyAsync(IReadOnlyList<JobEvent> events, CancellationToken cancel)
    {
        try
        {
            await history.ApplyAsync(events, cancel);
        }
        catch (Exception error) when (events.Count > 1 && error is not (StoreUnavailableException or OperationCanceledException))
        {
            log.BatchRefused(error, events.Count);
            await ApplyEachAsync(events, cancel);
        }
    }

    // One fact that SQL refuses must not hold up all others. It is given up only where others of the same batch were taken: else SQL is at fault, not the fact.
    private async Task ApplyEachAsync(IReadOnlyList<JobEvent> events, CancellationToken cancel)
    {
        var refused = new List<(JobEvent Event, Exception Error)>();
        foreach (var fact in events)
        {
            try
            {
                await history.ApplyAsync([fact], cancel);
            }
            catch (Exception error) when (error is not (StoreUnavailableException or OperationCanceledException))
            {
                refused.Add((fact, error));
            }
        }

        if (refused.Count == events.Count)
        {
            throw new InvalidOperationException("The history refuses every fact.", refused[0].Error);
        }

        refused.ForEach(each => log.FactRefused(each.Error, each.Event.Id, each.Event.Status, each.Event.Attempt));
    }
}
