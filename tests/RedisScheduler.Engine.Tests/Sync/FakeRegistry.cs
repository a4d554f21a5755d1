using RedisScheduler.Errors;
using RedisScheduler.Schedules;

namespace RedisScheduler.Engine.Tests.Sync;

/// <summary>A registry in memory by the rules of the seam.</summary>
internal sealed class FakeRegistry : IScheduleRegistry
{
    internal Dictionary<string, ScheduleEntry> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>Keys whose fire time something else has overwritten.</summary>
    internal HashSet<string> Overwritten { get; } = new(StringComparer.Ordinal);

    internal bool Away { get; set; }

    /// <summary>Whether another process has the turn to compare.</summary>
    internal bool Busy { get; set; }

    /// <summary>For how long the turn was asked for.</summary>
    internal List<TimeSpan> Turns { get; } = [];

    internal int Scans { get; private set; }

    internal int Reads { get; private set; }

    public Task<IReadOnlyList<ApplyOutcome>> ApplyAsync(IReadOnlyList<ScheduleEntry> entries, CancellationToken cancel)
    {
        Check();
        return Task.FromResult<IReadOnlyList<ApplyOutcome>>([.. entries.Select(Apply)]);
    }

    public Task RemoveAsync(IReadOnlyList<ScheduleVersion> removals, CancellationToken cancel)
    {
        Check();
        foreach (var removal in removals)
        {
            if (Entries.TryGetValue(removal.Key, out var there) && there.Revision <= removal.Revision)
            {
                Entries.Remove(removal.Key);
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<RegisteredSchedule?>> ReadAsync(IReadOnlyList<string> keys, CancellationToken cancel)
    {
        Check();
        Reads++;
        return Task.FromResult<IReadOnlyList<RegisteredSchedule?>>([.. keys.Select(key =>
            Entries.TryGetValue(key, out var there) ? new RegisteredSchedule(key, there.Revision, there.NextDueMs, Overwritten.Contains(key) ? null : there.NextFireMs ?? there.NextDueMs, 0) : null)]);
    }

    public async IAsyncEnumerable<IReadOnlyList<ScheduleVersion>> ScanAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        Check();
        Scans++;
        await Task.CompletedTask;
        foreach (var page in Entries.Values.ToList().Chunk(2))
        {
            yield return [.. page.Select(entry => new ScheduleVersion(entry.Key, entry.Revision))];
        }
    }

    public Task<long> CountAsync(CancellationToken cancel)
    {
        Check();
        return Task.FromResult<long>(Entries.Count);
    }

    public Task<bool> TakeTurnAsync(TimeSpan duration, CancellationToken cancel)
    {
        Check();
        Turns.Add(duration);
        return Task.FromResult(!Busy);
    }

    private ApplyOutcome Apply(ScheduleEntry entry)
    {
        if (Entries.TryGetValue(entry.Key, out var there) && there.Revision > entry.Revision)
        {
            return ApplyOutcome.Stale;
        }

        var kept = there?.NextDueMs is not null && !entry.ResetDue && there.Plan.Timing == entry.Plan.Timing;
        Overwritten.Remove(entry.Key);
        Entries[entry.Key] = kept ? entry with { NextDueMs = there!.NextDueMs, NextFireMs = there.NextFireMs } : entry;
        return ApplyOutcome.Applied;
    }

    private void Check()
    {
        if (Away)
        {
            throw new StoreUnavailableException("redis");
        }
    }
}
