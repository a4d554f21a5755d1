using System.Globalization;
using RedisScheduler.Changes;

namespace RedisScheduler.Api.Events;

/// <summary>
/// The changes of one scope for one listener: what SQL says now against what it said at the look before. So every process tells the same, whoever records. Of more than
/// <see cref="Most"/> runs that came between two looks the newest are told, and that there were more.
/// </summary>
internal sealed class ChangeFeed(IChangeReader reader, string scope, FeedPosition position)
{
    /// <summary>How many runs are looked at.</summary>
    public const int Most = 500;

    // Revisions are drawn before they are committed, so one may show after a later one.
    private const long Overlap = 1_000;

    // What was recorded late has an earlier moment than what was told before.
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(5);

    private readonly HashSet<long> told = [];
    private Dictionary<string, RunChange>? runs;
    private long revision = position.Revision;

    /// <summary>What has changed since the last look; at the first, since the position.</summary>
    public async Task<IReadOnlyList<Change>> NextAsync(DateTimeOffset now, CancellationToken cancel)
    {
        var first = runs is null;
        var changes = new List<Change>();
        await AddRunsAsync(changes, cancel);
        await AddSchedulesAsync(changes, first, cancel);
        var id = new FeedPosition(revision, now).ToString();
        return changes.ConvertAll(change => change with { Id = id });
    }

    private async Task AddRunsAsync(List<Change> changes, CancellationToken cancel)
    {
        var found = (await reader.RunsAsync(scope, Most, cancel)).ToDictionary(run => run.Id, StringComparer.Ordinal);
        if (runs is null)
        {
            changes.AddRange(found.Values.Where(run => run.At >= position.At - Late).OrderBy(run => run.At).Select(Change.Of));
            runs = found;
            return;
        }

        var gone = runs.Values.Where(run => !run.HasEnded() && !found.ContainsKey(run.Id)).Select(run => (run.Id, run.ScheduledAt)).ToArray();
        foreach (var run in await reader.RunsAsync(scope, gone, cancel))
        {
            found[run.Id] = run;
        }

        var changed = found.Values.Where(run => !runs.TryGetValue(run.Id, out var before) || (before.Status, before.Attempts) != (run.Status, run.Attempts)).ToList();
        if (runs.Count > 0 && changed.Count(run => !runs.ContainsKey(run.Id)) >= Most)
        {
            changes.Add(Change.More);
        }

        changes.AddRange(changed.OrderBy(run => run.At).Select(Change.Of));
        runs = found;
    }

    private async Task AddSchedulesAsync(List<Change> changes, bool first, CancellationToken cancel)
    {
        if (first && position.Revision == 0)
        {
            revision = await reader.NewestRevisionAsync(scope, cancel);
        }

        var newest = revision;
        foreach (var schedule in await reader.SchedulesAsync(scope, Math.Max(0, revision - Overlap), (int)Overlap * 2, cancel))
        {
            // At the first look those up to the position are known; later on those that were told.
            if (first ? schedule.Revision > revision : !told.Contains(schedule.Revision))
            {
                changes.Add(Change.Of(schedule));
            }

            told.Add(schedule.Revision);
            newest = Math.Max(newest, schedule.Revision);
        }

        revision = newest;
        told.RemoveWhere(each => each <= revision - Overlap);
    }
}

/// <summary>Where a listener is: the id of the events it got.</summary>
/// <param name="Revision">The newest revision of a schedule that it knows; 0 for whatever is newest.</param>
/// <param name="At">Until when it knows the runs.</param>
internal sealed record FeedPosition(long Revision, DateTimeOffset At)
{
    /// <summary>Reads an id; <c>null</c> where it is none.</summary>
    public static FeedPosition? Parse(string? id) =>
        id?.Split('-') is [var revision, var at]
        && long.TryParse(revision, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && ms < 253_402_300_800_000
            ? new FeedPosition(number, DateTimeOffset.FromUnixTimeMilliseconds(ms)) : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Revision}-{At.ToUnixTimeMilliseconds()}");
}
