using Microsoft.Extensions.Logging;
using RedisScheduler.Engine.Sync;
using RedisScheduler.Errors;
using RedisScheduler.Schedules;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Definitions;

/// <summary>
/// Applies to Redis what has just been saved in SQL. Where Redis does not answer soon, nothing is lost: the schedules stay marked as pending, and the Reconciler applies them.
/// Runs to its end whether or not the caller still waits, because the definition is saved already.
/// </summary>
internal sealed class ScheduleSync(
    IScheduleRegistry registry, IDefinitionStore store, IReconcilerTrigger reconciler, TimeProvider time, ILogger<ScheduleSync> log)
{
    /// <summary>How long a caller waits for Redis at most.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Applies a change of schedules; answers them with the revision that is now known to be in Redis.</summary>
    /// <param name="before">The schedules before it.</param>
    /// <param name="after">The schedules after it.</param>
    /// <param name="revision">The newest revision of the change, for those that are gone.</param>
    public async Task<IReadOnlyList<ScheduleView>> ApplyAsync(IReadOnlyList<ScheduleView> before, IReadOnlyList<ScheduleView> after, long revision)
    {
        var now = time.GetUtcNow();
        var old = before.ToDictionary(view => view.Schedule.Id, StringComparer.Ordinal);
        var pending = after.Where(view => view.Schedule.SyncedRevision < view.Schedule.Revision).ToArray();
        var entries = pending.Select(view => ScheduleEntries.From(view, now, IsReset(old.GetValueOrDefault(view.Schedule.Id), view))).OfType<ScheduleEntry>().ToArray();
        var kept = after.Select(view => view.Schedule.Id).ToHashSet(StringComparer.Ordinal);
        ScheduleVersion[] removals =
        [
            .. before.Where(view => !kept.Contains(view.Schedule.Id)).Select(view => new ScheduleVersion(view.Schedule.Key, revision)),
            .. pending.Where(view => view.StatusAt(now) == ScheduleStatus.Inactive).Select(Version),
        ];
        if (!await TryAsync(entries, removals, [.. pending.Select(Version)]))
        {
            return after;
        }

        return [.. after.Select(view => view with { Schedule = view.Schedule with { SyncedRevision = view.Schedule.Revision } })];
    }

    private async Task<bool> TryAsync(ScheduleEntry[] entries, ScheduleVersion[] removals, ScheduleVersion[] synced)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            if (removals.Length > 0)
            {
                await registry.RemoveAsync(removals, patience.Token).WaitAsync(patience.Token);
            }

            if (entries.Length > 0)
            {
                await registry.ApplyAsync(entries, patience.Token).WaitAsync(patience.Token);
            }

            if (synced.Length > 0)
            {
                await store.MarkSyncedAsync(synced, patience.Token);
            }

            return true;
        }
        catch (Exception error) when (error is StoreUnavailableException or OperationCanceledException)
        {
            log.NotApplied(error, synced.Length, removals.Length);
            reconciler.Request();
            return false;
        }
    }

    // What the definition has decided anew counts; else the due time that Redis has is the newer one.
    private static bool IsReset(ScheduleView? before, ScheduleView after) =>
        before is null || before.Schedule.Pause != after.Schedule.Pause || before.State.NextRunAt != after.State.NextRunAt;

    private static ScheduleVersion Version(ScheduleView view) => new(view.Schedule.Key, view.Schedule.Revision);
}
