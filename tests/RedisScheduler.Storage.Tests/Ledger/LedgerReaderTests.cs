using RedisScheduler.Executions;
using RedisScheduler.Ledger;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Tests.History;
using static RedisScheduler.Storage.Tests.History.Facts;

namespace RedisScheduler.Storage.Tests.Ledger;

/// <summary>The history as the ledger of due times.</summary>
public sealed class LedgerReaderTests(string databaseName) : HistoryFixture(databaseName)
{
    private const long Hour = 3_600_000;

    [Test]
    public async Task Entries_come_by_due_time_both_ends_counted_and_without_what_somebody_asked_for()
    {
        for (var hour = 4; hour >= 0; hour--)
            await ApplyAsync(Ended(due: Due + (hour * Hour)));
        await ApplyAsync(
            Ended(due: Due + Hour) with { Id = $"{ScheduleId}@{Due + Hour}-backfill", Trigger = ExecutionTrigger.Backfill },
            Ended(due: Due + (2 * Hour)) with { Trigger = ExecutionTrigger.CatchUp },
            Ended(due: Due + Hour) with { Id = $"other@{Due + Hour}", ScheduleId = "other" }
        );

        var entries = await ReadAsync(Due + Hour, Due + (3 * Hour));

        Assert.That(entries.Select(entry => (entry.ScheduledMs - Due) / Hour), Is.EqualTo(new long[] { 1, 2, 3 }));
        Assert.That(entries[0], Is.EqualTo(new LedgerEntry(Id(Due + Hour), Due + Hour, null, ExecutionStatus.Succeeded, StartOf(Due + Hour, 1))));
        Assert.That(await Get<ILedger>().LastRunAsync(Scopes.Default, ScheduleId, None), Is.EqualTo(Due + (4 * Hour)));
    }

    [Test]
    public async Task Misses_in_a_row_that_reach_into_the_range_come_first()
    {
        await ApplyAsync(
            NotRun(ExecutionStatus.Missed, Due, "misfire") with { Count = 6, ScheduledToMs = Due + (5 * Hour) },
            NotRun(ExecutionStatus.Missed, Due - (9 * Hour), "misfire") with { Count = 2, ScheduledToMs = Due - (8 * Hour) },
            Ended(due: Due + (6 * Hour))
        );

        Assert.That((await ReadAsync(Due + (3 * Hour), Due + (9 * Hour))).Select(entry => (entry.ScheduledMs - Due, entry.LastMs - Due)), Is.EqualTo(new[] { (0L, 5 * Hour), (6 * Hour, 6 * Hour) }));
        Assert.That(await Get<ILedger>().LastRunAsync(Scopes.Default, "never", None), Is.Null);
    }

    private Task<List<LedgerEntry>> ReadAsync(long from, long to) => Get<ILedger>().ReadAsync(Scopes.Default, ScheduleId, from, to, None).ToListAsync().AsTask();
}
