using RedisScheduler.Executions;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.History;

/// <summary>
/// The runs of one batch of events. Two cases are nearly all, and need not read what the database has: a run that is made in this batch is added if it is not there, and a run of
/// which the database knows no more than its making is moved on. Each is one statement that does nothing where the case is another; what it leaves alone is read, folded again
/// over what was read, and written whole.
/// </summary>
internal sealed class RunBook
{
    // So many runs are worth a look at their tables.
    private const int Many = 100;

    private readonly IReadOnlyList<JobEvent> facts;
    private readonly Dictionary<string, Run> runs;
    private readonly bool[] ends;
    private readonly List<Run> ordered;

    public RunBook(IReadOnlyList<JobEvent> facts)
    {
        this.facts = facts;
        runs = new Dictionary<string, Run>(facts.Count, StringComparer.Ordinal);
        ends = new bool[facts.Count];
        for (var i = 0; i < facts.Count; i++)
        {
            if (!runs.TryGetValue(facts[i].Id, out var run))
                runs.Add(facts[i].Id, run = new Run(facts[i].Id));
            ends[i] = run.Apply(facts[i]);
        }

        ordered = [.. runs.Values];
        ordered.Sort((one, other) => ByKey(one.Row, other.Row));
    }

    /// <summary>The runs whose rows are not what they were.</summary>
    public IEnumerable<Run> Changed => runs.Values.Where(run => run.HasChanged);

    /// <summary>Each event with its run, and whether it ended the run.</summary>
    public IEnumerable<(JobEvent Fact, Run Run, bool Ends)> Facts => facts.Select((fact, i) => (fact, runs[fact.Id], ends[i]));

    /// <summary>
    /// In the order of the primary key: rows that stand side by side are written one after the other. Answers whether some had to be read, and are now another fold than they were.
    /// </summary>
    public async Task<bool> WriteAsync(Session session, HistoryDays days)
    {
        List<ExecutionRow> again = [.. ordered.Where(run => run.Row.IsForeign).Select(run => run.Row)];
        foreach (var day in ordered.Where(run => !run.Row.IsForeign).GroupBy(run => days.TableOf(run.Row.ScheduledAt)))
        {
            List<ExecutionRow> made = [], told = [];
            foreach (var run in day)
            {
                (run.IsMade ? made : told).Add(run.Row);
                if (!run.IsMade)
                    run.WasQueued();
            }

            again.AddRange(await session.RunAsync(HistoryStatements.Add(day.Key), made));
            again.AddRange(await session.RunAsync(HistoryStatements.MoveOn(day.Key), told));
        }

        if (again.Count > 0)
            await FoldAgainAsync(session, again, days);
        if (session.Dialect.HasPartitions)
            await OpenRuns.CountAsync(session, runs.Values);
        await session.RunAsync(HistoryStatements.Attempts, [.. runs.Values.SelectMany(run => run.AttemptsToWrite().Select(attempt => (run.Row, attempt)))]);
        return again.Count > 0;
    }

    private async Task FoldAgainAsync(Session session, List<ExecutionRow> again, HistoryDays days)
    {
        // What PostgreSQL knows of a table that grows fast is wrong, and then it may look through all runs of one due time for each of them.
        if (session.Dialect.HasPartitions && again.Count >= Many)
        {
            foreach (var table in again.Select(row => days.TableOf(row.ScheduledAt)).Distinct(StringComparer.Ordinal))
                await session.ExecuteAsync($"ANALYZE {table}");
        }

        var anew = (await StoredRuns.ReadAsync(session, again)).ToDictionary(run => run.Row.Id, StringComparer.Ordinal);
        foreach (var row in again)
            runs[row.Id] = anew.TryGetValue(row.Id, out var stored) ? stored : anew[row.Id] = new Run(row.Id);
        for (var i = 0; i < facts.Count; i++)
        {
            if (anew.TryGetValue(facts[i].Id, out var run))
                ends[i] = run.Apply(facts[i]);
        }

        await session.RunAsync(HistoryStatements.Replace, [.. anew.Values.Where(run => run.HasChanged).Select(run => run.Row)]);
    }

    private static int ByKey(ExecutionRow one, ExecutionRow other)
    {
        var scope = string.CompareOrdinal(one.Scope, other.Scope);
        if (scope != 0)
            return scope;
        var due = one.ScheduledAt.CompareTo(other.ScheduledAt);
        return due != 0 ? due : string.CompareOrdinal(one.Id, other.Id);
    }
}
