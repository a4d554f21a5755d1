using System.Globalization;
using RedisScheduler.Executions;
using RedisScheduler.Schedules;
using RedisScheduler.Storage.Columns;

namespace RedisScheduler.Storage.History;

/// <summary>
/// How the events of a run make its row. The same events make the same row in whatever order and however often they come, because each column follows one of four rules:
/// <list type="bullet">
/// <item>identity (scope, schedule, due time, trigger, payload): the same in every event that has it;</item>
/// <item>first moments (queued, started): the earliest;</item>
/// <item>status, end and reason: of the event of the highest rank;</item>
/// <item>error, output and HTTP status: of the event of the highest rank that ends an attempt.</item>
/// </list>
/// Attempts and worker come from the rows of the attempts; see <see cref="Run"/>.
/// </summary>
internal static class RunFold
{
    /// <summary>The row that nothing is known of but its id, which names schedule and due time.</summary>
    public static ExecutionRow Unknown(string id)
    {
        var at = id.LastIndexOf('@');
        var (scope, schedule) = ScheduleKey.Split(at < 0 ? id : id[..at]);
        var due = at < 0 ? "" : id[(at + 1)..];
        var unique = due.IndexOf('-', StringComparison.Ordinal);
        return new ExecutionRow
        {
            Id = id,
            Scope = scope,
            ScheduleId = schedule,
            ScheduledAt = long.TryParse(unique < 0 ? due : due[..unique], NumberStyles.None, CultureInfo.InvariantCulture, out var ms) ? ms : 0,
            Trigger = Word.Of(at < 0 || unique >= 0 ? ExecutionTrigger.Manual : ExecutionTrigger.Schedule),
        };
    }

    public static ExecutionRow Apply(ExecutionRow row, JobEvent fact)
    {
        row = Identify(row, fact) with
        {
            EnqueuedAt = Earliest(row.EnqueuedAt, fact.EnqueuedMs),
            StartedAt = Earliest(row.StartedAt, fact.StartedMs),
        };
        if (fact.Rank > row.OutcomeRank && AttemptFold.Ends(fact))
            row = row with
            {
                OutcomeRank = fact.Rank,
                ErrorType = StoredText.Clean(fact.Error?.Type),
                ErrorMessage = StoredText.Clean(fact.Error?.Message),
                ErrorDetails = StoredText.Clean(fact.Error?.Details),
                Output = StoredText.Clean(fact.Output),
                HttpStatus = fact.HttpStatus,
            };
        if (fact.Rank <= row.StatusRank)
            return row;

        var status = Word.Of(fact.Status);
        return row with
        {
            StatusRank = fact.Rank,
            Status = status,
            Reason = StoredText.Clean(fact.Reason),
            FinishedAt = ExecutionRow.Ended(status) ? fact.FinishedMs : null,
        };
    }

    private static ExecutionRow Identify(ExecutionRow row, JobEvent fact) =>
        row with
        {
            Scope = fact.Scope ?? row.Scope,
            ScheduleId = fact.ScheduleId ?? row.ScheduleId,
            WorkflowId = fact.WorkflowId ?? row.WorkflowId,
            Producer = fact.Producer ?? row.Producer,
            Trigger = fact.Trigger is { } trigger ? Word.Of(trigger) : row.Trigger,
            ScheduledAt = fact.ScheduledMs ?? row.ScheduledAt,
            ScheduledTo = fact.ScheduledToMs ?? row.ScheduledTo,
            Occurrences = Math.Max(row.Occurrences, fact.Count),
            Payload = StoredText.Clean(fact.Payload) ?? row.Payload,
        };

    private static long? Earliest(long? one, long? other) => one is null || other < one ? other ?? one : one;
}
