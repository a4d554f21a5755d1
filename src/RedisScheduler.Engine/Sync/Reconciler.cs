using Microsoft.Extensions.Logging;
using RedisScheduler.Calendars;
using RedisScheduler.Engine.Calendars;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Errors;
using RedisScheduler.Schedules;
using RedisScheduler.Shards;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Sync;

/// <summary>
/// Makes Redis equal to the definitions in SQL: at start, every minute, on demand, and within seconds after Redis or a shard was emptied, which a look at one schedule that was
/// registered in each tells. What is missing comes back with the due time that SQL knows, and the misfire policy speaks where that has passed. Idempotent, so any number of processes may do it at once.
/// </summary>
internal sealed class Reconciler(
    IDefinitionStore definitions, ICalendarStore calendars, IScheduleRegistry registry, ShardMap shards, EngineOptions options, TimeProvider time, ILogger<Reconciler> log)
    : IService, IReconcilerTrigger
{
    private bool wanted = true;
    private long comparedStamp;
    private readonly string?[] samples = new string?[shards.Count];

    /// <inheritdoc/>
    public string Name => nameof(Reconciler);

    /// <inheritdoc/>
    public WakeUp Wake { get; } = new(time);

    /// <inheritdoc/>
    public void Request()
    {
        Volatile.Write(ref wanted, true);
        Wake.Set();
    }

    /// <inheritdoc/>
    public async Task<Round> RunOnceAsync(CancellationToken cancel)
    {
        var done = 0;
        if (await IsWantedAsync(cancel))
        {
            Volatile.Write(ref wanted, false);
            try
            {
                done = await CompareAsync(cancel);
            }
            catch
            {
                Volatile.Write(ref wanted, true);
                throw;
            }

            comparedStamp = time.GetTimestamp();
        }

        return new Round(done, options.EmptyCheckInterval < options.ReconcileInterval ? options.EmptyCheckInterval : options.ReconcileInterval);
    }

    private async Task<bool> IsWantedAsync(CancellationToken cancel)
    {
        if (Volatile.Read(ref wanted) || time.GetElapsedTime(comparedStamp) >= options.ReconcileInterval)
        {
            return true;
        }

        try
        {
            if (Array.Exists(samples, sample => sample is null))
            {
                await SampleAsync(cancel);
            }

            return (await registry.ReadAsync([.. samples.OfType<string>()], cancel)).Any(found => found is null);
        }
        catch (StoreUnavailableException)
        {
            // It may come back with less than it had.
            Volatile.Write(ref wanted, true);
            throw;
        }
    }

    /// <summary>For shards of which none is known yet, a schedule that has to be there, of those that SQL answers first: one that was saved since the last comparison shows an emptied Redis too.</summary>
    private async Task SampleAsync(CancellationToken cancel)
    {
        await foreach (var page in definitions.StreamSchedulesAsync(cancel))
        {
            var now = time.GetUtcNow();
            Sample(page.Where(view => view.Schedule.SyncedRevision == view.Schedule.Revision && view.StatusAt(now) != ScheduleStatus.Inactive).Select(view => view.Schedule.Key));
            return;
        }
    }

    private void Sample(IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            samples[shards.OfSchedule(key)] ??= key;
        }
    }

    private async Task<int> CompareAsync(CancellationToken cancel)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        Array.Clear(samples);
        var (applied, removed) = (0, 0);
        await foreach (var streamed in definitions.StreamSchedulesAsync(cancel))
        {
            var page = await RenewAsync(streamed, cancel);
            var difference = Difference.Of(page, await registry.ReadAsync([.. page.Select(view => view.Schedule.Key)], cancel), time.GetUtcNow(), log);
            known.UnionWith(difference.Expected);
            Sample(difference.Expected);
            (applied, removed) = (applied + difference.Apply.Count, removed + difference.Remove.Count);
            await RepairAsync(difference, cancel);
        }

        removed += await RemoveOrphansAsync(known, cancel);
        if (applied + removed > 0)
        {
            log.Repaired(applied, removed);
        }

        return applied + removed;
    }

    /// <summary>Computes due times anew that an older zone database, other dates of a calendar, or the definition before a change by hand, computed.</summary>
    private async Task<IReadOnlyList<ScheduleView>> RenewAsync(IReadOnlyList<ScheduleView> page, CancellationToken cancel)
    {
        var renewal = new Renewal(await CurrentCalendars.OfAsync(calendars, page, cancel), time.GetUtcNow());
        if (!page.Any(view => renewal.Of(view) is not null))
        {
            return page;
        }

        var renewed = new List<ScheduleView>(page.Count);
        foreach (var view in page)
        {
            if (renewal.Of(view) is null)
            {
                renewed.Add(view);
                continue;
            }

            var change = await definitions.ChangeScheduleAsync(
                view.Schedule.Scope, view.Schedule.Id, there => there is null ? null : renewal.Of(there) ?? there, cancel);
            if (change.After is { } after)
            {
                renewed.Add(after);
            }
        }

        return renewed;
    }

    private async Task RepairAsync(Difference difference, CancellationToken cancel)
    {
        if (difference.Apply.Count > 0)
        {
            await registry.ApplyAsync(difference.Apply, cancel);
        }

        if (difference.Remove.Count > 0)
        {
            await registry.RemoveAsync(difference.Remove, cancel);
        }

        if (difference.Synced.Count > 0)
        {
            await definitions.MarkSyncedAsync(difference.Synced, cancel);
        }
    }

    private async Task<int> RemoveOrphansAsync(HashSet<string> known, CancellationToken cancel)
    {
        var orphans = new List<ScheduleVersion>();
        await foreach (var page in registry.ScanAsync(cancel))
        {
            var unknown = page.Where(version => !known.Contains(version.Key)).ToList();
            if (unknown.Count > 0)
            {
                var defined = await DefinedAsync([.. unknown.Select(version => version.Key)], cancel);
                orphans.AddRange(unknown.Where(version => !defined.Contains(version.Key)));
            }
        }

        if (orphans.Count > 0)
        {
            await registry.RemoveAsync(orphans, cancel);
        }

        return orphans.Count;
    }

    // They may have been saved after SQL was read.
    private async Task<HashSet<string>> DefinedAsync(IReadOnlyCollection<string> keys, CancellationToken cancel)
    {
        var (views, now) = (await definitions.FindSchedulesAsync(keys, cancel), time.GetUtcNow());
        return views.Where(view => view.StatusAt(now) != ScheduleStatus.Inactive).Select(view => view.Schedule.Key).ToHashSet(StringComparer.Ordinal);
    }
}
