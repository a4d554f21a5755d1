namespace RedisScheduler.Storage.History;

/// <summary>The tables of <c>executions</c> that hold the days of a batch. Written by their own names they cost nothing for all the other days there are.</summary>
/// <param name="names">The names of the days that have a table of their own, by their begins.</param>
/// <param name="others">The table of all others.</param>
internal sealed class HistoryDays(IReadOnlyDictionary<long, string> names, string others)
{
    /// <summary>Where there is one table.</summary>
    public static HistoryDays None { get; } = new(new Dictionary<long, string>(), "executions");

    /// <summary>The table of the runs that are due at a moment of the batch.</summary>
    public string TableOf(long dueMs) => names.TryGetValue(dueMs / RollupBook.Day * RollupBook.Day, out var name) ? name : others;
}
