using RedisScheduler.Executions;

namespace RedisScheduler.Storage.History;

/// <summary>Folded for one writing, because what a transaction reads is folded in: what is tried again is folded again.</summary>
internal sealed class FoldedBatch : FoldedEvents
{
    private HistoryBatch[]? parts;

    /// <param name="events">The events.</param>
    /// <param name="inTwo">Whether they may be written in two transactions.</param>
    public FoldedBatch(IReadOnlyList<JobEvent> events, bool inTwo)
        : base(events)
    {
        parts = inTwo && HistoryHalves.Of(events) is (var first, var second) ? [new HistoryBatch(first), new HistoryBatch(second)] : [new HistoryBatch(events)];
    }

    /// <summary>The two that may be written side by side; <c>null</c> where there are none, or no more.</summary>
    public (HistoryBatch First, HistoryBatch Second)? TakeHalves()
    {
        if (parts is not [var first, var second])
            return null;
        parts = null;
        return (first, second);
    }

    /// <summary>All of it.</summary>
    public HistoryBatch Take()
    {
        var whole = parts is [var one] ? one : new HistoryBatch(Events);
        parts = null;
        return whole;
    }
}
