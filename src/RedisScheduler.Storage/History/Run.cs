using RedisScheduler.Executions;

namespace RedisScheduler.Storage.History;

/// <summary>One run of a batch: its row, and the attempts that are known.</summary>
internal sealed class Run
{
    /// <summary>What stands in the database; <c>null</c>: nothing.</summary>
    private readonly ExecutionRow? stored;

    /// <summary>By number.</summary>
    private readonly List<AttemptRow> attempts = [];

    private readonly IReadOnlyList<AttemptRow> storedAttempts;

    /// <summary>A run that the database has.</summary>
    public Run(ExecutionRow stored, IReadOnlyList<AttemptRow> storedAttempts)
    {
        this.stored = stored;
        this.storedAttempts = storedAttempts;
        StatusBefore = stored.Status;
        attempts.AddRange(storedAttempts);
        Row = stored with { };
    }

    /// <summary>A run that is not in the database, as far as is known.</summary>
    public Run(string id)
    {
        storedAttempts = [];
        Row = RunFold.Unknown(id);
    }

    public ExecutionRow Row { get; }

    /// <summary>What the database had of it, where that had to be read.</summary>
    public ExecutionRow? Before => stored;

    /// <summary>The status that the database had of it; <c>null</c>: none.</summary>
    public string? StatusBefore { get; private set; }

    public bool HasChanged => Row != stored;

    /// <summary>Whether the event of its making has been applied: the database has it only if this batch is a repetition.</summary>
    public bool IsMade { get; private set; }

    /// <summary>Notes that the database had no more of it than that it was queued.</summary>
    public void WasQueued() => StatusBefore = "queued";

    /// <summary>Applies an event; true when it is the one that ended the run.</summary>
    public bool Apply(JobEvent fact)
    {
        if (attempts.Count == 0 && AttemptFold.ToldBy(Row) is { } told)
            attempts.Add(told);
        if (AttemptFold.Of(fact) is { } attempt)
            Add(attempt);

        var newer = fact.Rank > Row.StatusRank;
        IsMade |= fact.Token == 0;
        RunFold.Apply(Row, fact);
        var latest = attempts.FindLast(each => each.HasBegun);
        Row.Attempts = latest?.Number ?? 0;
        Row.Worker = latest?.Worker;
        return newer && Row.HasEnded;
    }

    /// <summary>Attempts that differ from their rows, and from what the run's own row tells.</summary>
    public IEnumerable<AttemptRow> AttemptsToWrite()
    {
        if (storedAttempts.Count == 0 && attempts.Count < 2 && (attempts.Count == 0 || attempts[0] == AttemptFold.ToldBy(Row)))
            return [];
        return attempts.Where(attempt => !storedAttempts.Contains(attempt));
    }

    private void Add(AttemptRow attempt)
    {
        var place = attempts.FindIndex(each => each.Number >= attempt.Number);
        if (place < 0)
            attempts.Add(attempt);
        else if (attempts[place].Number == attempt.Number)
            attempts[place] = AttemptFold.Merge(attempts[place], attempt);
        else
            attempts.Insert(place, attempt);
    }
}
