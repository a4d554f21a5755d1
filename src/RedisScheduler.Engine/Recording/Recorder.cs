using Microsoft.Extensions.Logging;
using RedisScheduler.Audit;
using RedisScheduler.Engine.Audit;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Errors;
using RedisScheduler.Executions;

namespace RedisScheduler.Engine.Recording;

/// <summary>
/// Moves facts from the outbox into SQL. One process at a time, by a lease; should two overlap, what both write is the same. Facts leave the outbox only after SQL has committed them:
/// while SQL is away the outbox grows, and a crash in between makes a batch be applied again, which changes nothing. While SQL takes a batch that others follow the next one is read and folded.
/// In a <see cref="Rush"/> it holds back.
/// </summary>
internal sealed class Recorder(IOutbox outbox, IHistory history, IAuditLog audit, Rush rush, EngineOptions options, TimeProvider time, ILogger<Recorder> log) : IService
{
    /// <summary>The least wait, right after facts came in; doubles to <see cref="LongestSleep"/> while none do.</summary>
    internal static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(25);

    /// <summary>The longest wait while this process records.</summary>
    internal static readonly TimeSpan LongestSleep = TimeSpan.FromMilliseconds(100);

    /// <summary>How long it holds back at most in a rush.</summary>
    internal static readonly TimeSpan RushWait = TimeSpan.FromSeconds(1);

    /// <summary>How long the last facts may take at stop; what is left is recorded by the next process.</summary>
    internal static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(5);

    /// <summary>How much of an entry that cannot be read is logged, in characters: its head tells which run it is about, and no payload stands there.</summary>
    private const int LongestText = 60;

    private TimeSpan sleep = ShortestSleep;
    private long? heldStamp;
    private long? rushStamp;

    /// <summary>What follows the batch that was recorded last; only good while the right is held without a break.</summary>
    private Task<Batch>? next;

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

        if (HoldsBack())
        {
            return new Round(0, ShortestSleep);
        }

        var read = await ReadAsync(cancel);
        var batch = read.Read;
        if (batch.Length == 0)
        {
            sleep = sleep * 2 < LongestSleep ? sleep * 2 : LongestSleep;
            return new Round(0, sleep);
        }

        var following = batch.More ? ReadAheadAsync(batch.Length, cancel) : null;
        await ApplyAsync(read, cancel);
        // Reading counts from the oldest entry, and takes several calls: what is under way ends before entries go.
        await SettledAsync(following);
        if (await outbox.TrimAsync(options.WorkerId, batch.Length, cancel))
        {
            next = following;
        }
        else
        {
            log.LostRight();
            heldStamp = null;
        }

        sleep = ShortestSleep;
        return batch.More ? Round.More(batch.Length) : new Round(batch.Length, sleep);
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

        next = null;
        var before = time.GetTimestamp();
        heldStamp = await outbox.TryHoldAsync(options.WorkerId, options.RecorderLease, cancel) ? before : null;
        return heldStamp is not null;
    }

    // What was begun is brought to its end; and one rush after the other must not keep facts from being recorded.
    private bool HoldsBack()
    {
        if (!rush.IsOn)
        {
            rushStamp = null;
            return false;
        }

        rushStamp ??= time.GetTimestamp();
        return next is null && time.GetElapsedTime(rushStamp.Value) < RushWait;
    }

    private async Task<Batch> ReadAsync(CancellationToken cancel)
    {
        var ahead = next;
        next = null;
        await SettledAsync(ahead);

        // What went wrong when it was read ahead, if anything, shows again now.
        return ahead is { IsCompletedSuccessfully: true } ? await ahead : new Batch(await outbox.ReadAsync(0, options.RecordBatch, cancel), null);
    }

    private async Task<Batch> ReadAheadAsync(int skip, CancellationToken cancel)
    {
        var read = await outbox.ReadAsync(skip, options.RecordBatch, cancel);
        return new Batch(read, history.Fold(read.Events));
    }

    private static async Task SettledAsync(Task? reading)
    {
        if (reading is not null)
        {
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ApplyAsync(Batch batch, CancellationToken cancel)
    {
        foreach (var entry in batch.Read.Unreadable)
        {
            log.EntryUnreadable(entry.Reason, entry.Text.Length > LongestText ? entry.Text[..LongestText] : entry.Text);
        }

        if (batch.Read.Events is { Count: > 0 } events)
        {
            await ApplyAsync(events, batch.Folded, cancel);
            await RememberAsync(events, cancel);
        }
    }

    // After the history, and before the outbox is trimmed: what is told again after a crash in between is known by its mark.
    private async Task RememberAsync(IReadOnlyList<JobEvent> events, CancellationToken cancel)
    {
        var entries = FactAudits.Of(events);
        if (entries.Count == 0)
        {
            return;
        }

        try
        {
            await audit.AppendAsync(entries, cancel);
        }
        catch (Exception error) when (error is not (StoreUnavailableException or OperationCanceledException))
        {
            // What the audit log refuses must not hold up the history for ever.
            log.AuditRefused(error, entries.Count);
        }
    }

    private async Task ApplyAsync(IReadOnlyList<JobEvent> events, FoldedEvents? folded, CancellationToken cancel)
    {
        try
        {
            await history.ApplyAsync(folded ?? history.Fold(events), cancel);
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

    /// <summary>What was read, folded where that was done ahead.</summary>
    private sealed record Batch(OutboxBatch Read, FoldedEvents? Folded);
}
