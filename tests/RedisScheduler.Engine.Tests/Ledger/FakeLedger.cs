using RedisScheduler.Executions;
using RedisScheduler.Ledger;

namespace RedisScheduler.Engine.Tests.Ledger;

/// <summary>Entries and revisions of the schedule <c>s</c> in memory.</summary>
internal sealed class FakeLedger : ILedger, IScheduleHistory
{
    internal List<LedgerEntry> Entries { get; } = [];

    internal List<ScheduleRevision> Revisions { get; } = [];

    internal List<ScopePause> Pauses { get; } = [];

    public async IAsyncEnumerable<LedgerEntry> ReadAsync(
        string scope, string scheduleId, long fromMs, long toMs, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.CompletedTask;
        foreach (var entry in Entries.Where(entry => entry.ScheduledMs <= toMs && entry.LastMs >= fromMs).OrderBy(entry => entry.ScheduledMs).ToList())
        {
            yield return entry;
        }
    }

    public Task<long?> LastRunAsync(string scope, string scheduleId, CancellationToken cancel) =>
        Task.FromResult(Entries.Where(entry => entry.Status is not (ExecutionStatus.Missed or ExecutionStatus.Skipped)).Max(entry => (long?)entry.ScheduledMs));

    public Task<IReadOnlyList<ScheduleRevision>> OfAsync(string scope, string id, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<ScheduleRevision>>(id == "s" ? Revisions : []);

    public Task<IReadOnlyList<ScopePause>> ScopePausesAsync(string scope, CancellationToken cancel) => Task.FromResult<IReadOnlyList<ScopePause>>(Pauses);

    public Task<IReadOnlyList<string>> IdsAsync(string scope, string after, int limit, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<string>>(string.CompareOrdinal(after, "s") < 0 ? ["s"] : []);

    public Task<int> DeleteBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancel) => Task.FromResult(0);
}
