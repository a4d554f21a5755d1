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
/// Makes Redis equal to the definitions in SQL: at start, on demand, one of all processes every minute (or, where that takes longer than six seconds, after ten times as long), and each within
/// seconds after Redis or a shard was emptied, which a look at one schedule that was registered in each tells. Of most schedules it reads no more than their revisions. What is missing comes
/// back with the due time that SQL knows, and the misfire policy speaks where that has passed. Idempotent, so any number of processes may do it at once.
/// </summary>
internal sealed class Reconciler(
    IDefinitionStore definitions, ICalendarStore calendars, IScheduleRegistry registry, ShardMap shards, EngineOptions options, TimeProvider time, ILogger<Reconciler> log)
    : IService, IReconcilerTrigger
{
    // So many definitions are held in memory at once.
    private const int WholeAtOnce = 500;

    // So many times as long as a comparison takes there is none: they take at most a tenth of the time, however many schedules there are.
    private const int Rest = 10;

    private bool wanted = true;
    private long comparedStamp;
    private TimeSpan pause = options.ReconcileInterval;
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
            var begin = time.GetTimestamp();
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
            // Where something had to be done more may have to be.
            var rest = done > 0 ? TimeSpan.Zero : Rest * time.GetElapsedTime(begin, comparedStamp);
            pause = rest > options.ReconcileInterval ? rest : options.ReconcileInterval;
        }

        return new Round(done, options.EmptyCheckInterval < options.ReconcileInterval ? options.EmptyCheckInterval : options.ReconcileInterval);
    }

    private async Task<bool> IsWantedAsync(CancellationToken cancel)
    {
        if (Volatile.Read(ref wanted))
        {
            return true;
        }

        try
        {
            if (time.GetElapsedTime(comparedStamp) >= pause && await registry.TakeTurnAsync(pause, cancel))
            {
                return true;
            }

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
        await foreach (var page in definitions.StreamMarksAsync(cancel))
        {
            foreach (var mark in page.Where(mark => mark is { IsSynced: true, IsActive: true }))
            {
                Sample(mark.Key);
            }

            return;
        }
    }

    private void Sample(string key) => samples[shards.OfSchedule(key)] ??= key;

    private async Task<int> CompareAsync(CancellationToken cancel)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        Array.Clear(samples);
        var (applied, removed, there) = (0, 0, 0L);
        await foreach (var page in definitions.StreamMarksAsync(cancel))
        {
            var registered = await registry.ReadAsync([.. page.Select(mark => mark.Key)], cancel);
            there += registered.Count(schedule => schedule is not null);
            var suspects = new Dictionary<string, RegisteredSchedule?>(StringComparer.Ordinal);
            for (var i = 0; i < page.Count; i++)
            {
                if (Difference.MayBe(page[i], registered[i]))
                {
                    suspects.Add(page[i].Key, registered[i]);
                }
                else if (page[i].IsActive)
                {
                    Expect(page[i].Key);
                }
            }

            foreach (var some in suspects.Keys.Chunk(WholeAtOnce))
            {
                var views = await RenewAsync(await definitions.FindSchedulesAsync(some, cancel), cancel);
                var difference = Difference.Of(views, [.. views.Select(view => suspects[view.Schedule.Key])], time.GetUtcNow(), log);
                foreach (var key in difference.Expected)
                {
                    Expect(key);
                }

                (applied, removed) = (applied + difference.Apply.Count, removed + difference.Remove.Count);
                await RepairAsync(difference, cancel);
            }
        }

        if (applied + removed > 0 || await registry.CountAsync(cancel) != there)
        {
            removed += await RemoveOrphansAsync(known, cancel);
        }

        if (applied + removed > 0)
        {
            log.Repaired(applied, removed);
        }

        return applied + removed;

        void Expect(string key)
        {
            known.Add(key);
            Sample(key);
        }
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
