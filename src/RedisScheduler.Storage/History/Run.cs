using RedisScheduler.Executions;

namespace RedisScheduler.Storage.History;

/// <summary>One run of a batch: its row, and the attempts that are known.</summary>
internal sealed class Run
{
    /// <summary>What stands in the database; <c>null</c>: nothing.</summary>
    private readonly ExecutionRow? stored;

    private readonly SortedDictionary<long, AttemptRow> attempts = [];
    private readonly Dictionary<long, AttemptRow> storedAttempts = [];

    public Run(ExecutionRow stored)
    {
        this.stored = stored;
        Row = stored;
    }

    /// <summary>A run that is not in the database yet.</summary>
    public Run(string id) => Row = RunFold.Unknown(id);

    public ExecutionRow Row { get; private set; }

    public bool HasChanged => Row != stored;

    /// <summary>Notes an attempt that has a row.</summary>
    public void AddStored(AttemptRow attempt)
    {
        storedAttempts.Add(attempt.Number, attempt);
        attempts[attempt.Number] = attempt;
    }

    /// <summary>Applies an event; true when it is the one that ended the run.</summary>
    public bool Apply(JobEvent fact)
    {
        if (attempts.Count == 0 && AttemptFold.ToldBy(Row) is { } told)
            attempts.Add(told.Number, told);
        if (AttemptFold.Of(fact) is { } attempt)
            attempts[attempt.Number] = attempts.TryGetValue(attempt.Number, out var known) ? AttemptFold.Merge(known, attempt) : attempt;

        var newer = fact.Rank > Row.StatusRank;
        Row = RunFold.Apply(Row, fact);
        var latest = attempts.Values.LastOrDefault(each => each.HasBegun);
        Row = Row with { Attempts = latest?.Number ?? 0, Worker = latest?.Worker };
        return newer && Row.HasEnded;
    }

    /// <summary>Attempts that differ from their rows, and from what the run's own row tells.</summary>
    public IEnumerable<AttemptRow> AttemptsToWrite()
    {
        if (storedAttempts.Count == 0 && attempts.Count == 1 && attempts.Values.First() == AttemptFold.ToldBy(Row))
            return [];
        return attempts.Values.Where(attempt => storedAttempts.GetValueOrDefault(attempt.Number) != attempt);
    }
}
