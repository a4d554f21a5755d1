using RedisScheduler.Executions;
using RedisScheduler.Ledger;

namespace RedisScheduler.Engine.Ledger;

/// <summary>Matches the due times of one schedule with its entries; both come in their order, and neither is ever in memory as a whole.</summary>
/// <param name="Report">Where the result is added.</param>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="Periods">Its rules.</param>
/// <param name="IsPending">Whether a due time may have no entry yet.</param>
/// <param name="LateAfterMs">From what lateness on a start is late.</param>
internal sealed record LedgerMatch(VerifyReport Report, string ScheduleId, DuePeriods Periods, Func<long, bool> IsPending, long LateAfterMs)
{
    // Entries that have begun and may stand for the due times to come, and whether they stood for any.
    private readonly List<(LedgerEntry Entry, bool Matched)> open = [];

    /// <summary>Takes an entry; due times before it must have been taken.</summary>
    internal void Take(LedgerEntry entry) => open.Add((entry, false));

    /// <summary>Takes a due time; entries up to it must have been taken.</summary>
    internal void Take(RequiredDue due)
    {
        Close(due.Ms);
        var found = 0;
        for (var i = 0; i < open.Count; i++)
        {
            var entry = open[i].Entry;
            if (entry.ScheduledMs > due.Ms)
            {
                continue;
            }

            open[i] = (entry, true);
            if (found++ == 0)
            {
                Count(due.Ms, entry);
            }
            else
            {
                Report.Duplicates++;
                Add(VerifyFault.Duplicate, due.Ms, entry.Id);
            }
        }

        if (found == 0)
        {
            Miss(due);
        }
    }

    /// <summary>Closes entries that end before a moment; one that stood for no due time is unexpected.</summary>
    internal void Close(long beforeMs)
    {
        foreach (var (entry, matched) in open)
        {
            if (entry.LastMs < beforeMs && !matched && !Periods.IsLeftOver(entry.ScheduledMs))
            {
                Report.Unexpected++;
                Add(VerifyFault.Unexpected, entry.ScheduledMs, entry.Id);
            }
        }

        open.RemoveAll(each => each.Entry.LastMs < beforeMs);
    }

    private void Count(long dueMs, LedgerEntry entry)
    {
        Report.Expected++;
        if (entry.Status == ExecutionStatus.Missed)
        {
            Report.Missed++;
        }
        else if (entry.Status == ExecutionStatus.Skipped)
        {
            Report.Skipped++;
        }
        else
        {
            Report.Ran++;
            Report.Late += entry.StartedMs - dueMs > LateAfterMs ? 1 : 0;
        }
    }

    private void Miss(RequiredDue due)
    {
        if (due.Dropped)
        {
            Report.Dropped++;
        }
        else if (IsPending(due.Ms))
        {
            Report.Pending++;
        }
        else
        {
            Report.Expected++;
            Report.Lost++;
            Add(VerifyFault.Lost, due.Ms, null);
        }
    }

    private void Add(VerifyFault kind, long dueMs, string? id) => Report.Add(new VerifyFinding(kind, ScheduleId, DateTimeOffset.FromUnixTimeMilliseconds(dueMs), id));
}
