using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.History;

/// <summary>
/// The runs that have not ended. An index over the status finds them in SQLite. In PostgreSQL it would make the end of each run several times the work, so <c>executions_open</c> counts them
/// there by the second of their due time, and they are looked for in the seconds that have some.
/// </summary>
internal static class OpenRuns
{
    /// <summary>Says of a run <c>e</c> that it has not ended, in the words of SQLite's index.</summary>
    internal const string IsOpen = "(e.status = 'queued' OR e.status = 'running' OR e.status = 'retrying')";

    private const long Second = 1_000;

    private static readonly BulkStatement<Count> Write = new BulkStatement<Count>(
        """
        INSERT INTO executions_open (scope, status, at, total) SELECT r.scope, r.status, r.at, r.total FROM {rows} WHERE true
        ON CONFLICT (scope, status, at) DO UPDATE SET total = executions_open.total + excluded.total
        """
    )
        .Number("at", count => count.At)
        .Text("scope", count => count.Scope)
        .Text("status", count => count.Status)
        .Number("total", count => count.Total);

    private static readonly BulkStatement<Count> Forget = new BulkStatement<Count>(
        "DELETE FROM executions_open WHERE (scope, status, at) IN (SELECT r.scope, r.status, r.at FROM {rows}) AND total <= 0"
    )
        .Number("at", count => count.At)
        .Text("scope", count => count.Scope)
        .Text("status", count => count.Status);

    /// <summary>SQL of a table <c>e</c> of those that a list's conditions leave.</summary>
    /// <param name="dialect">The database.</param>
    /// <param name="where">The conditions, from WHERE on.</param>
    /// <param name="seconds">Of which seconds: a condition of the columns scope, status and at (their begin) of <c>o</c>, true at least where the others may be.</param>
    /// <param name="end">What more is said of each second; <c>OFFSET 0</c> nothing.</param>
    public static string Table(Dialect dialect, string where, string seconds, string end = "OFFSET 0")
    {
        where = $"{where} AND {IsOpen}";
        return dialect.HasPartitions
            ? $"""
              (SELECT DISTINCT o.scope, o.at FROM executions_open o WHERE {seconds}) AS o CROSS JOIN LATERAL (
                SELECT e.* FROM executions e {where} AND e.scope = o.scope AND e.scheduled_at >= o.at AND e.scheduled_at < o.at + {Second} {end}) AS e
              """
            : $"(SELECT e.* FROM executions e {where}) AS e";
    }

    /// <summary>
    /// In which part of a range a scope has such runs; <c>null</c>: in none. PostgreSQL plans a question for all days that it may be about, which for a month takes longer than to look at the runs.
    /// </summary>
    public static async Task<(long From, long To)?> SpanAsync(Session session, string scope, long from, long to)
    {
        if (!session.Dialect.HasPartitions)
            return (from, to);
        var span = await session.FirstAsync<Span>(
            "SELECT min(at) AS first, max(at) AS last FROM executions_open WHERE scope = @Scope AND at > @From - 1000 AND at < @To",
            new { Scope = scope, From = from, To = to }
        );
        return span is { First: { } first, Last: { } last } ? (Math.Max(first, from), Math.Min(last + Second, to)) : null;
    }

    /// <summary>SQL of the order in which a list of them is shown, newest first; by seconds, so that not all have to be looked at.</summary>
    public static string NewestFirst(Dialect dialect) => dialect.HasPartitions ? "o.at DESC, e.scheduled_at DESC, e.id DESC" : "e.scheduled_at DESC, e.id DESC";

    /// <summary>Counts runs in and out, where their status is another one than it was.</summary>
    public static async Task CountAsync(Session session, IEnumerable<Run> runs)
    {
        var counts = new Dictionary<(string Scope, string Status, long At), long>();
        foreach (var run in runs.Where(run => run.Row.Status != run.StatusBefore))
        {
            Add(run.Row, run.StatusBefore, -1);
            Add(run.Row, run.Row.Status, 1);
        }

        // In one order, as all that two transactions may write at once.
        var rows = counts
            .Where(count => count.Value != 0)
            .Select(count => new Count(count.Key.Scope, count.Key.Status, count.Key.At, count.Value))
            .OrderBy(row => row.At)
            .ThenBy(row => row.Scope, StringComparer.Ordinal)
            .ThenBy(row => row.Status, StringComparer.Ordinal)
            .ToList();
        await session.RunAsync(Write, rows);
        await session.RunAsync(Forget, rows.FindAll(row => row.Total < 0));

        void Add(ExecutionRow row, string? status, int sign)
        {
            if (status is null || !ExecutionRow.IsOpen(status))
                return;
            var key = (row.Scope, status, row.ScheduledAt / Second * Second);
            counts[key] = counts.GetValueOrDefault(key) + sign;
        }
    }

    private sealed record Span
    {
        public long? First { get; init; }
        public long? Last { get; init; }
    }

    private sealed record Count(string Scope, string Status, long At, long Total);
}
