using RedisScheduler.Ledger;
using RedisScheduler.Timing;

namespace RedisScheduler.Engine.Ledger;

/// <summary>A due time that the rules of its moment asked for.</summary>
/// <param name="Ms">The nominal due time.</param>
/// <param name="Dropped">Whether a change of the definition may have come before it was fired; then it needs no entry.</param>
internal readonly record struct RequiredDue(long Ms, bool Dropped);

/// <summary>
/// The due times of a schedule's past, recomputed from the revisions of its definition: each revision rules from its moment to the next one's, and a pause leaves out what is due
/// while it lasts. As <see cref="Definitions.ScheduleChange"/> decides it, said a second time.
/// </summary>
internal sealed class DuePeriods(IReadOnlyList<ScheduleRevision> revisions, IReadOnlyList<ScopePause> scopePauses)
{
    /// <summary>How long a change takes at most to reach Redis where that answers; what is fired meanwhile goes by the rules of before.</summary>
    internal const long ChangeMs = 10_000;

    /// <summary>The revision that ruled at a moment; <c>null</c> before the first.</summary>
    internal ScheduleRevision? At(long ms) => revisions.LastOrDefault(revision => revision.AtMs <= ms);

    /// <summary>The pause of the whole scope that left a due time out.</summary>
    internal ScopePause? ScopePauseAt(long ms) => scopePauses.FirstOrDefault(pause => pause.FromMs < ms && ms <= pause.UntilMs);

    /// <summary>The due times in a range, both ends counted, in their order, as they are asked for.</summary>
    internal IEnumerable<RequiredDue> Between(long fromMs, long toMs)
    {
        for (var i = 0; i < revisions.Count && Math.Min(revisions[i].FirstDueMs ?? long.MaxValue, revisions[i].AtMs) <= toMs; i++)
        {
            var next = i + 1 < revisions.Count ? revisions[i + 1] : null;
            foreach (var due in Of(revisions[i], next, fromMs, toMs))
            {
                if (ScopePauseAt(due.Ms) is null)
                {
                    yield return due.Dropped ? due : due with { Dropped = scopePauses.Any(pause => due.Ms <= pause.FromMs && due.Ms > pause.FromMs - ChangeMs) };
                }
            }
        }
    }

    /// <summary>Whether the rules of before a change were asked for a time right after it, when they may still have been those that Redis knew.</summary>
    internal bool IsLeftOver(long ms) =>
        revisions.Zip(revisions.Skip(1)).Any(pair =>
            pair.Second.AtMs <= ms && ms < pair.Second.AtMs + ChangeMs && Runs(pair.First) && Occurrences.Of(pair.First.Timing, pair.First.AnchorMs).NextAfter(ms - 1) == ms);

    private static IEnumerable<RequiredDue> Of(ScheduleRevision revision, ScheduleRevision? next, long fromMs, long toMs)
    {
        // A change that kept an overdue due time rules from that one on.
        var last = next is null ? long.MaxValue : next.FirstDueMs <= next.AtMs && next.WaitingSinceMs is not null ? next.FirstDueMs.Value - 1 : next.AtMs;
        if (!Runs(revision) || last < fromMs)
        {
            yield break;
        }

        var occurrences = Occurrences.Of(revision.Timing, revision.AnchorMs);
        var after = Math.Max(revision.AtMs, revision.Pause?.Until?.ToUnixTimeMilliseconds() ?? revision.AtMs);
        if (revision.FirstDueMs is { } first && first <= revision.AtMs)
        {
            after = first;
            if (first >= fromMs && first <= Math.Min(last, toMs))
            {
                yield return Due(first);
            }
        }

        foreach (var ms in occurrences.Between(Math.Max(after, fromMs - 1), Math.Min(last, toMs)))
        {
            yield return Due(ms);
        }

        RequiredDue Due(long ms) => new(ms, ms >= next?.WaitingSinceMs);
    }

    private static bool Runs(ScheduleRevision revision) =>
        revision is { Runs: true, Deleted: false } && !(revision.Pause is { Until: null });
}
