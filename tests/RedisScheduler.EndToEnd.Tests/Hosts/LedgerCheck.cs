namespace RedisScheduler.EndToEnd.Tests.Hosts;

/// <summary>The ledger's promise for an interval: every due time from the first to the last is in exactly one row.</summary>
internal static class LedgerCheck
{
    public static void HasEveryDueTimeOnce(IEnumerable<Run> runs, TimeSpan interval)
    {
        var rows = runs.Where(run => run.Trigger is "schedule" or "catchUp").OrderBy(run => run.ScheduledAt).ToArray();
        Assert.That(rows, Is.Not.Empty);
        for (var i = 1; i < rows.Length; i++)
        {
            Assert.That(rows[i].ScheduledAt, Is.EqualTo(LastOf(rows[i - 1]) + interval), $"after {rows[i - 1]}");
        }
    }

    private static DateTimeOffset LastOf(Run run) =>
        run.Count == 1 ? run.ScheduledAt : run.Json.GetProperty("scheduledTo").GetDateTimeOffset();
}
