using RedisScheduler.Executions;
using RedisScheduler.Storage.Columns;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.History;

/// <summary>What a batch changes of the states of schedules: each is written once. A schedule that is deleted has none, and its change goes nowhere.</summary>
internal sealed class StateBook
{
    private static readonly string Delivery = Word.Of(ExecutionTrigger.Event);
    private readonly Dictionary<string, StateChange> changes = new(StringComparer.Ordinal);

    public StateBook(RunBook runs)
    {
        foreach (var (fact, run, ends) in runs.Facts)
        {
            if (fact.SetsNextDue)
                Of(run).Fired(run.Row.ScheduledAt, fact.NextDueMs);
            if (fact.RunNumber is { } number && fact.Status != ExecutionStatus.Skipped)
                Of(run).Counted(number);
            if (ends && IsOwn(run))
                Of(run).Ended(fact.Status, fact.FinishedMs ?? run.Row.ScheduledAt, fact.Error);
        }

        foreach (var run in runs.Changed.Where(IsOwn))
            Of(run).Ran(run.Row);
    }

    public async Task WriteAsync(Session session)
    {
        var ordered = changes.Values.OrderBy(change => change.Key, StringComparer.Ordinal).ToList();
        await session.LockStatesAsync(ordered.ConvertAll(change => change.Key));
        await session.RunAsync(StateChange.Statement, ordered);
    }

    // What a subscription gets of an event says nothing about how the schedule does.
    private static bool IsOwn(Run run) => run.Row.Trigger != Delivery;

    private StateChange Of(Run run)
    {
        var key = run.Row.ScheduleKey;
        if (!changes.TryGetValue(key, out var change))
            changes.Add(key, change = new StateChange(key));
        return change;
    }
}
