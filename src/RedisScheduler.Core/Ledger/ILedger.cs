using System.Runtime.InteropServices;
using RedisScheduler.Executions;

namespace RedisScheduler.Ledger;

/// <summary>The history as the ledger of due times: what stands for an occurrence of the schedule's own, and nothing that somebody asked for.</summary>
public interface ILedger
{
    /// <summary>
    /// The entries that stand for any due time from one moment to another, both counted, by their first due time; streamed, the whole is never in memory. An entry that began before and
    /// reaches into the range (misses in a row) is the first.
    /// </summary>
    IAsyncEnumerable<LedgerEntry> ReadAsync(string scope, string scheduleId, long fromMs, long toMs, CancellationToken cancel);

    /// <summary>The latest due time that an entry stands for which was run; <c>null</c> where there is none.</summary>
    Task<long?> LastRunAsync(string scope, string scheduleId, CancellationToken cancel);
}

/// <summary>An entry of the ledger.</summary>
/// <param name="Id">The execution's id.</param>
/// <param name="ScheduledMs">The due time, or the first of several.</param>
/// <param name="ScheduledToMs">The last of several; <c>null</c> where it is one.</param>
/// <param name="Status">What became of it.</param>
/// <param name="StartedMs">When its first attempt started.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LedgerEntry(string Id, long ScheduledMs, long? ScheduledToMs, ExecutionStatus Status, long? StartedMs)
{
    /// <summary>The last due time that it stands for.</summary>
    public long LastMs => ScheduledToMs ?? ScheduledMs;
}
