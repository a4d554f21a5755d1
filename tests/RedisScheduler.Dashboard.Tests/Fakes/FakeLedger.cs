using RedisScheduler.Executions;
using RedisScheduler.Ledger;

namespace RedisScheduler.Dashboard.Tests.Fakes;

/// <summary>The ledger over the runs in memory; definitions have been as they are since they were made.</summary>
internal sealed class FakeLedger(FakeDefinitions definitions, FakeHistory history) : ILedger, IScheduleHistory
{
    public async IAsyncEnumerable<LedgerEntry> ReadAsync(
        string scope, string scheduleId, long fromMs, long toMs, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var page = await history.ListAsync(new ExecutionQuery(scope) { ScheduleId = scheduleId, Limit = 500 }, cancel);
        foreach (var run in page.Items.Where(run => run.Trigger is ExecutionTrigger.Schedule or ExecutionTrigger.CatchUp).Reverse())
        {
            var due = run.ScheduledAt.ToUnixTimeMilliseconds();
            if (due >= fromMs && due <= toMs)
                yield return new LedgerEntry(run.Id, due, run.ScheduledTo?.ToUnixTimeMilliseconds(), run.Status, run.StartedAt?.ToUnixTimeMilliseconds());
        }
    }

    public Task<long?> LastRunAsync(string scope, string scheduleId, CancellationToken cancel) => Task.FromResult<long?>(null);

    public async Task<IReadOnlyList<ScheduleRevision>> OfAsync(string scope, string id, CancellationToken cancel) =>
        await definitions.FindScheduleAsync(scope, id, cancel) is not { Schedule: var schedule }
            ? []
            :
            [
                new ScheduleRevision
                {
                    Revision = 1,
                    AtMs = schedule.CreatedAt.ToUnixTimeMilliseconds(),
                    Timing = schedule.Spec.Timing,
                    AnchorMs = schedule.AnchorMs,
                    Runs = schedule.Spec.Enabled,
                    Pause = schedule.Pause,
                },
            ];

    public Task<IReadOnlyList<ScopePause>> ScopePausesAsync(string scope, CancellationToken cancel) => Task.FromResult<IReadOnlyList<ScopePause>>([]);

    public Task<IReadOnlyList<string>> IdsAsync(string scope, string after, int limit, CancellationToken cancel) => Task.FromResult<IReadOnlyList<string>>([]);

    public Task<int> DeleteBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancel) => Task.FromResult(0);
}
