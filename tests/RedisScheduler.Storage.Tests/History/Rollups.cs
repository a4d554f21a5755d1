using RedisScheduler.Storage.Connections;
using RedisScheduler.Storage.History;

namespace RedisScheduler.Storage.Tests.History;

/// <summary>Computes anew from the rows what the rollups, and PostgreSQL's counts of what has not ended, must hold.</summary>
internal static class Rollups
{
    private const string Counted = """
        SELECT scope || ' ' || schedule_id || ' ' || hour || ' ' || status || ' ' || total || ' ' || durations || ' ' || duration_sum || ' ' || latenesses || ' ' || lateness_sum FROM rollups
        """;

    private const string Durations = "SELECT scope || ' ' || schedule_id || ' ' || hours || ' ' || at || ' ' || bucket || ' ' || total FROM rollup_durations";

    public static async Task CheckAsync(Database database)
    {
        var (rows, counted, durations, open) = await database.SnapshotAsync(
            async session =>
                (
                    await session.ListAsync<ExecutionRow>("SELECT * FROM executions"),
                    await session.ListAsync<string>(Counted),
                    await session.ListAsync<string>(Durations),
                    session.Dialect.HasPartitions ? await session.ListAsync<string>("SELECT scope || ' ' || status || ' ' || at || ' ' || total FROM executions_open") : null
                ),
            CancellationToken.None
        );
        if (open is not null)
            Assert.That(open, Is.EquivalentTo(rows.Where(row => !row.HasEnded).GroupBy(row => $"{row.Scope} {row.Status} {row.ScheduledAt / 1000 * 1000}").Select(group => $"{group.Key} {group.Count()}")));
        var ended = rows.Where(row => row.HasEnded).SelectMany(row => new[] { row, row with { ScheduleId = "" } }).ToList();
        Assert.That(
            counted,
            Is.EquivalentTo(
                ended
                    .GroupBy(row => $"{row.Scope} {row.ScheduleId} {RollupBook.HourOf(row.ScheduledAt)} {row.Status}")
                    .Select(group => $"{group.Key} {group.Count()} {Given(group, Took)} {group.Sum(Took) ?? 0} {Given(group, Late)} {group.Sum(Late) ?? 0}")
            )
        );
        Assert.That(
            durations,
            Is.EquivalentTo(
                ended
                    .Where(row => Took(row) is not null)
                    .SelectMany(row => Spans(row).Select(span => $"{row.Scope} {row.ScheduleId} {span} {DurationBucket.Of(Took(row)!.Value)}"))
                    .GroupBy(row => row)
                    .Select(group => $"{group.Key} {group.Count()}")
            )
        );
    }

    private static IEnumerable<string> Spans(ExecutionRow row)
    {
        yield return $"24 {RollupBook.DayOf(row.ScheduledAt)}";
        if (row.ScheduleId.Length == 0)
            yield return $"1 {RollupBook.HourOf(row.ScheduledAt)}";
    }

    private static int Given(IEnumerable<ExecutionRow> rows, Func<ExecutionRow, long?> value) => rows.Count(row => value(row) is not null);

    private static long? Took(ExecutionRow row) => row.FinishedAt - row.StartedAt;

    private static long? Late(ExecutionRow row) => row.StartedAt - row.ScheduledAt;
}
