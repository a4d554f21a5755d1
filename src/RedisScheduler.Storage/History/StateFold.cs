using RedisScheduler.Executions;
using RedisScheduler.Storage.Definitions;

namespace RedisScheduler.Storage.History;

/// <summary>
/// How runs change the state of their schedule.
/// </summary>
/// <remarks>
/// The next due time is set by two: a definition's change, and the firing of an occurrence, which is recorded later. An event tells the due time D that was fired and the next
/// one after it. It counts only if D is not before <see cref="StateRow.DueFrom"/>, which a change sets to its own next due time (to the moment of the change, where it has
/// none), and an event that counted sets to D + 1. So what was fired under the definition of before, recorded late or again, never overwrites what the new one says.
/// </remarks>
internal static class StateFold
{
    public static StateRow Fired(StateRow state, long dueMs, long? nextDueMs) =>
        dueMs < state.DueFrom
            ? state
            : state with
            {
                NextRunAt = nextDueMs,
                Completed = nextDueMs is null ? 1 : 0,
                DueFrom = dueMs + 1,
            };

    /// <summary>The newest run is the one that started last.</summary>
    public static StateRow Ran(StateRow state, ExecutionRow run) =>
        run.StartedAt is null || run.StartedAt < state.LastRunAt ? state : state with { LastRunAt = run.StartedAt, LastStatus = run.Status };

    /// <summary>Counts a run at the event that ended it.</summary>
    public static StateRow Ended(StateRow state, ExecutionStatus status, ExecutionError? error) =>
        status switch
        {
            ExecutionStatus.Succeeded => state with { RunCount = state.RunCount + 1, FailuresInARow = 0 },
            ExecutionStatus.Cancelled => state with { RunCount = state.RunCount + 1 },
            ExecutionStatus.Failed or ExecutionStatus.TimedOut or ExecutionStatus.Lost => state with
            {
                RunCount = state.RunCount + 1,
                ErrorCount = state.ErrorCount + 1,
                FailuresInARow = state.FailuresInARow + 1,
                LastError = Columns.StoredText.Clean(error?.Message) ?? state.LastError,
            },
            _ => state,
        };
}
