using Microsoft.Extensions.Logging;
using RedisScheduler.Engine.Sync;
using RedisScheduler.Errors;
using RedisScheduler.Schedules;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Definitions;

/// <summary>
/// Applies to Redis what has just been saved in SQL. Where Redis does not answer soon, nothing is lost: the schedules stay marked as pending, and the Reconciler applies them. That Redis has
/// them is noted in SQL behind the caller's back, with whatever else is saved at that moment.
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
        var kept = after.Select(view => view.Schedule.Id).ToHashSet(StringComparer.Ordinal);
        ScheduleVersion[] removals =
        [
            .. before.Where(view => !kept.Contains(view.Schedule.Id)).Select(view => new ScheduleVersion(view.Schedule.Key, revision)),
            .. pending.Where(view => view.StatusAt(now) == ScheduleStatus.Inactive).Select(Version),
        ];
        var changes = pending.Select(view => new Pending(view, old.GetValueOrDefault(view.Schedule.Id))).ToArray();
        if (!await TryAsync(changes, removals, [.. pending.Select(Version)], now))
        {
            return after;
        }

        return [.. after.Select(view => view with { Schedule = view.Schedule with { SyncedRevision = view.Schedule.Revision } })];
    }

    private async Task<bool> TryAsync(Pending[] changes, ScheduleVersion[] removals, ScheduleVersion[] synced, DateTimeOffset now)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            if (removals.Length > 0)
            {
                await registry.RemoveAsync(removals, patience.Token).WaitAsync(patience.Token);
            }

            var entries = await EntriesAsync(changes, now, patience.Token);
            if (entries.Count > 0)
            {
                await registry.ApplyAsync(entries, patience.Token).WaitAsync(patience.Token);
            }

            if (synced.Length > 0)
            {
                _ = NoteAsync(synced);
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

    /// <summary>Nobody waits for the note: what Redis has is applied, and a note that is lost costs the Reconciler a second look.</summary>
    private async Task NoteAsync(ScheduleVersion[] synced)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await store.MarkSyncedAsync(synced, patience.Token);
        }
#pragma warning disable CA1031 // There is no caller any more who could be told.
        catch (Exception error)
#pragma warning restore CA1031
        {
            log.NotNoted(error, synced.Length);
            reconciler.Request();
        }
    }

    /// <summary>
    /// The entries of changed schedules. What the definition has decided about the due time counts; where it has decided nothing, Redis knows better than the history, which
    /// follows it with a delay: it may have fired, or completed, meanwhile.
    /// </summary>
    private async Task<List<ScheduleEntry>> EntriesAsync(Pending[] changes, DateTimeOffset now, CancellationToken cancel)
    {
        var entries = changes.Where(change => change.IsDecided).Select(change => ScheduleEntries.From(change.After, now, resetDue: true)).OfType<ScheduleEntry>().ToList();
        var undecided = Array.FindAll(changes, change => !change.IsDecided && change.After.StatusAt(now) != ScheduleStatus.Inactive);
        if (undecided.Length == 0)
        {
            return entries;
        }

        var registered = await registry.ReadAsync([.. undecided.Select(change => change.After.Schedule.Key)], cancel).WaitAsync(cancel);
        foreach (var (change, there) in undecided.Zip(registered))
        {
            var entry = ScheduleEntries.From(change.After, now, resetDue: false)!;
            entries.Add(there is null ? entry : entry with { NextDueMs = there.NextDueMs, NextFireMs = there.NextFireMs, ResetDue = false });
        }

        return entries;
    }

    private static ScheduleVersion Version(ScheduleView view) => new(view.Schedule.Key, view.Schedule.Revision);

    private sealed record Pending(ScheduleView After, ScheduleView? Before)
    {
        // A change before this one that Redis has not seen yet may have decided too.
        public bool IsDecided =>
            Before is null
            || Before.Schedule.SyncedRevision < Before.Schedule.Revision
            || Before.Schedule.LongestPause != After.Schedule.LongestPause
            || Before.State.NextRunAt != After.State.NextRunAt
            || Before.Schedule.Spec.Timing.ToJson() != After.Schedule.Spec.Timing.ToJson();
    }
}
