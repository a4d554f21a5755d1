using RedisScheduler.Executions;
using RedisScheduler.Storage.Columns;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.History;

/// <summary>
/// How the runs of a batch change the state of their schedule: gathered here, and applied by <see cref="Statement"/> without a look at what the state is.
/// </summary>
/// <remarks>
/// The next due time is set by two: a definition's change, and the firing of an occurrence, which is recorded later. An event tells the due time D that was fired and the next
/// one after it. It counts only if D is not before <c>due_from</c>, which a change sets to its own next due time (to the moment of the change, where it has none), and an event
/// that counted sets to D + 1. So what was fired under the definition of before, recorded late or again, never overwrites what the new one says. Of the firings of one batch the
/// latest alone decides: if it does not count, the others do not either.
/// </remarks>
internal sealed class StateChange(string key)
{
    public static readonly BulkStatement<StateChange> Statement = new BulkStatement<StateChange>(
        """
        UPDATE schedule_states SET
          next_run_at = CASE WHEN r.fired_at >= due_from THEN r.next_run_at ELSE schedule_states.next_run_at END,
          completed = CASE WHEN r.fired_at >= due_from THEN r.completes ELSE completed END,
          due_from = CASE WHEN r.fired_at >= due_from THEN r.fired_at + 1 ELSE due_from END,
          last_run_at = CASE WHEN r.ran_at >= coalesce(last_run_at, r.ran_at) THEN r.ran_at ELSE last_run_at END,
          last_status = CASE WHEN r.ran_at >= coalesce(last_run_at, r.ran_at) THEN r.ran_status ELSE last_status END,
          run_count = run_count + r.runs,
          error_count = error_count + r.errors,
          failures_in_a_row = CASE WHEN r.recovers = 1 THEN 0 ELSE failures_in_a_row END + r.failures,
          failing_since = CASE WHEN r.recovers = 1 OR failures_in_a_row = 0 THEN r.failing_since ELSE schedule_states.failing_since END,
          fired_count = CASE WHEN r.run_number > fired_count THEN r.run_number ELSE fired_count END,
          last_error = coalesce(r.error, last_error)
        FROM {rows} WHERE schedule_states.key = r.key
        """
    )
        .Text("key", change => change.Key)
        .Number("fired_at", change => change.firedAt)
        .Number("next_run_at", change => change.nextRunAt)
        .Number("completes", change => change.nextRunAt is null ? 1 : 0)
        .Number("ran_at", change => change.ranAt)
        .Text("ran_status", change => change.ranStatus)
        .Number("runs", change => change.runs)
        .Number("errors", change => change.errors)
        .Number("recovers", change => change.recovers ? 1 : 0)
        .Number("failures", change => change.failures)
        .Number("failing_since", change => change.failingSince)
        .Number("run_number", change => change.runNumber)
        .Text("error", change => change.error);

    private long? firedAt;
    private long? nextRunAt;
    private long? ranAt;
    private string? ranStatus;
    private long runs;
    private long errors;
    private bool recovers;
    private long failures;
    private long? failingSince;
    private long? runNumber;
    private string? error;

    public string Key => key;

    /// <summary>Whether a run that ended so failed.</summary>
    public static bool IsFailure(ExecutionStatus status) => status is ExecutionStatus.Failed or ExecutionStatus.TimedOut or ExecutionStatus.Lost;

    public void Fired(long dueMs, long? nextDueMs)
    {
        if (dueMs <= firedAt)
            return;
        firedAt = dueMs;
        nextRunAt = nextDueMs;
    }

    /// <summary>Occurrences are numbered where they are fired, so that a number that comes twice counts once.</summary>
    public void Counted(long number) => runNumber = Math.Max(number, runNumber ?? 0);

    /// <summary>The newest run is the one that started last.</summary>
    public void Ran(ExecutionRow run)
    {
        if (run.StartedAt is null || run.StartedAt < ranAt)
            return;
        ranAt = run.StartedAt;
        ranStatus = run.Status;
    }

    /// <summary>Counts a run at the event that ended it. One that was skipped or missed did not run.</summary>
    public void Ended(ExecutionStatus status, long? atMs, ExecutionError? why)
    {
        if (status is ExecutionStatus.Skipped or ExecutionStatus.Missed)
            return;
        runs++;
        if (status == ExecutionStatus.Succeeded)
        {
            recovers = true;
            failures = 0;
            failingSince = null;
        }
        else if (IsFailure(status))
        {
            errors++;
            failures++;
            failingSince ??= atMs;
            error = StoredText.Clean(why?.Message) ?? error;
        }
    }
}
