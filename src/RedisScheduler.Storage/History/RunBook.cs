using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.History;

/// <summary>The runs of one batch of events: read once, changed here, written once.</summary>
internal sealed class RunBook
{
    private readonly Dictionary<string, Run> runs = new(StringComparer.Ordinal);

    public IEnumerable<ExecutionRow> Changed => runs.Values.Where(run => run.HasChanged).Select(run => run.Row);

    public static async Task<RunBook> ReadAsync(Session session, IReadOnlyCollection<string> ids)
    {
        var book = new RunBook();
        var rows = await session.ListAsync<ExecutionRow>($"SELECT * FROM executions WHERE {session.Dialect.In("id", "@Ids")}", new { Ids = session.Dialect.List(ids) });
        foreach (var row in rows)
            book.runs.Add(row.Id, new Run(row));
        foreach (var id in ids)
            book.runs.TryAdd(id, new Run(id));
        foreach (var attempt in await ReadAttemptsAsync(session, rows))
            book.runs[attempt.ExecutionId].AddStored(attempt);
        return book;
    }

    public Run Of(string id) => runs[id];

    /// <summary>By id, which begins with the schedule: rows that stand side by side in the indexes are written one after the other.</summary>
    public async Task WriteAsync(Session session)
    {
        await session.RunAsync(HistoryStatements.Executions, [.. Changed.OrderBy(row => row.Id, StringComparer.Ordinal)]);
        await session.RunAsync(HistoryStatements.Attempts, [.. runs.Values.SelectMany(run => run.AttemptsToWrite())]);
    }

    private static Task<List<AttemptRow>> ReadAttemptsAsync(Session session, List<ExecutionRow> rows)
    {
        var ids = rows.Where(row => row.MayHaveAttempts).Select(row => row.Id).ToList();
        return ids.Count == 0
            ? Task.FromResult<List<AttemptRow>>([])
            : session.ListAsync<AttemptRow>(
                $"SELECT * FROM attempts WHERE {session.Dialect.In("execution_id", "@Ids")}",
                new { Ids = session.Dialect.List(ids) }
            );
    }
}
