using RedisScheduler.Executions;
using RedisScheduler.Storage.Columns;

namespace RedisScheduler.Storage.History;

/// <summary>
/// How the events of a run make its row. The same events make the same row in whatever order and however often they come, because each column follows one of four rules:
/// <list type="bullet">
/// <item>identity (scope, schedule, due time, trigger, payload): the same in every event that has it, and in the id;</item>
/// <item>first moments (queued, started): the earliest;</item>
/// <item>status, end and reason: of the event of the highest rank;</item>
/// <item>error, output and HTTP status: of the event of the highest rank that ends an attempt.</item>
/// </list>
/// Attempts and worker come from the rows of the attempts; see <see cref="Run"/>.
/// </summary>
internal static class RunFold
{
    /// <summary>The row that nothing is known of but its id.</summary>
    public static ExecutionRow Unknown(string id)
    {
        var told = RunId.Read(id);
        return new ExecutionRow
        {
            Id = id,
            Scope = told.Scope,
            ScheduleId = told.ScheduleId,
            ScheduledAt = told.DueMs,
            IsForeign = told.IsForeign,
            Trigger = Word.Of(told.IsOccurrence ? ExecutionTrigger.Schedule : ExecutionTrigger.Manual),
        };
    }

    /// <summary>Changes the row.</summary>
    public static void Apply(ExecutionRow row, JobEvent fact)
    {
        Identify(row, fact);
        row.EnqueuedAt = Earliest(row.EnqueuedAt, fact.EnqueuedMs);
        row.StartedAt = Earliest(row.StartedAt, fact.StartedMs);
        var rank = fact.Rank;
        if (rank > row.OutcomeRank && AttemptFold.Ends(fact))
        {
            row.OutcomeRank = rank;
            row.ErrorType = StoredText.Clean(fact.Error?.Type);
            row.ErrorMessage = StoredText.Clean(fact.Error?.Message);
            row.ErrorDetails = StoredText.Clean(fact.Error?.Details);
            row.Output = StoredText.Clean(fact.Output);
            row.HttpStatus = fact.HttpStatus;
        }

        if (rank > row.StatusRank)
        {
            row.StatusRank = rank;
            row.Status = Word.Of(fact.Status);
            row.Reason = StoredText.Clean(fact.Reason);
            row.FinishedAt = row.HasEnded ? fact.FinishedMs : null;
        }
    }

    private static void Identify(ExecutionRow row, JobEvent fact)
    {
        if (row.IsForeign)
        {
            row.Scope = fact.Scope ?? row.Scope;
            row.ScheduledAt = fact.ScheduledMs ?? row.ScheduledAt;
        }

        row.ScheduleId = fact.ScheduleId ?? row.ScheduleId;
        row.WorkflowId = fact.WorkflowId ?? row.WorkflowId;
        row.Producer = fact.Producer ?? row.Producer;
        row.Trigger = fact.Trigger is { } trigger ? Word.Of(trigger) : row.Trigger;
        row.ScheduledTo = fact.ScheduledToMs ?? row.ScheduledTo;
        row.Occurrences = Math.Max(row.Occurrences, fact.Count);
        row.Payload = StoredText.Clean(fact.Payload) ?? row.Payload;
    }

    private static long? Earliest(long? one, long? other) => one is null || other < one ? other ?? one : one;
}
