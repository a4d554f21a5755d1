using RedisScheduler.Storage.Connections;
using RedisScheduler.Storage.Definitions;

namespace RedisScheduler.Storage.History;

/// <summary>How the rows of a batch are written: each once, whole, because what they were has been read in the same transaction.</summary>
internal static class HistoryStatements
{
    public static readonly BulkStatement<ExecutionRow> Executions = new BulkStatement<ExecutionRow>(
        """
        INSERT INTO executions (id, scope, schedule_id, workflow_id, producer, trigger, scheduled_at, enqueued_at, started_at, finished_at,
          status, status_rank, reason, attempts, worker, error_type, error_message, error_details, outcome_rank, output, http_status, payload, occurrences, scheduled_to)
        SELECT id, scope, schedule_id, workflow_id, producer, trigger, scheduled_at, enqueued_at, started_at, finished_at,
          status, status_rank, reason, attempts, worker, error_type, error_message, error_details, outcome_rank, output, http_status, payload, occurrences, scheduled_to
        FROM {rows} WHERE true
        ON CONFLICT (id) DO UPDATE SET
          scope = excluded.scope, schedule_id = excluded.schedule_id, workflow_id = excluded.workflow_id, producer = excluded.producer, trigger = excluded.trigger,
          scheduled_at = excluded.scheduled_at, enqueued_at = excluded.enqueued_at, started_at = excluded.started_at, finished_at = excluded.finished_at,
          status = excluded.status, status_rank = excluded.status_rank, reason = excluded.reason, attempts = excluded.attempts, worker = excluded.worker,
          error_type = excluded.error_type, error_message = excluded.error_message, error_details = excluded.error_details, outcome_rank = excluded.outcome_rank,
          output = excluded.output, http_status = excluded.http_status, payload = excluded.payload, occurrences = excluded.occurrences, scheduled_to = excluded.scheduled_to
        """
    )
        .Text("id", row => row.Id)
        .Text("scope", row => row.Scope)
        .Text("schedule_id", row => row.ScheduleId)
        .Text("workflow_id", row => row.WorkflowId)
        .Text("producer", row => row.Producer)
        .Text("trigger", row => row.Trigger)
        .Number("scheduled_at", row => row.ScheduledAt)
        .Number("enqueued_at", row => row.EnqueuedAt)
        .Number("started_at", row => row.StartedAt)
        .Number("finished_at", row => row.FinishedAt)
        .Text("status", row => row.Status)
        .Number("status_rank", row => row.StatusRank)
        .Text("reason", row => row.Reason)
        .Number("attempts", row => row.Attempts)
        .Text("worker", row => row.Worker)
        .Text("error_type", row => row.ErrorType)
        .Text("error_message", row => row.ErrorMessage)
        .Text("error_details", row => row.ErrorDetails)
        .Number("outcome_rank", row => row.OutcomeRank)
        .Text("output", row => row.Output)
        .Number("http_status", row => row.HttpStatus)
        .Text("payload", row => row.Payload)
        .Number("occurrences", row => row.Occurrences)
        .Number("scheduled_to", row => row.ScheduledTo);

    public static readonly BulkStatement<AttemptRow> Attempts = new BulkStatement<AttemptRow>(
        """
        INSERT INTO attempts (execution_id, number, weight, status, started_at, finished_at, worker, error_type, error_message, error_details)
        SELECT execution_id, number, weight, status, started_at, finished_at, worker, error_type, error_message, error_details
        FROM {rows} WHERE true
        ON CONFLICT (execution_id, number) DO UPDATE SET
          weight = excluded.weight, status = excluded.status, started_at = excluded.started_at, finished_at = excluded.finished_at, worker = excluded.worker,
          error_type = excluded.error_type, error_message = excluded.error_message, error_details = excluded.error_details
        """
    )
        .Text("execution_id", row => row.ExecutionId)
        .Number("number", row => row.Number)
        .Number("weight", row => row.Weight)
        .Text("status", row => row.Status)
        .Number("started_at", row => row.StartedAt)
        .Number("finished_at", row => row.FinishedAt)
        .Text("worker", row => row.Worker)
        .Text("error_type", row => row.ErrorType)
        .Text("error_message", row => row.ErrorMessage)
        .Text("error_details", row => row.ErrorDetails);

    public static readonly BulkStatement<StateRow> States = new BulkStatement<StateRow>(
        """
        UPDATE schedule_states SET
          next_run_at = r.next_run_at, due_from = r.due_from, completed = r.completed, last_run_at = r.last_run_at, last_status = r.last_status,
          run_count = r.run_count, error_count = r.error_count, failures_in_a_row = r.failures_in_a_row, last_error = r.last_error
        FROM {rows} WHERE schedule_states.key = r.key
        """
    )
        .Text("key", row => row.Key)
        .Number("next_run_at", row => row.NextRunAt)
        .Number("due_from", row => row.DueFrom)
        .Number("completed", row => row.Completed)
        .Number("last_run_at", row => row.LastRunAt)
        .Text("last_status", row => row.LastStatus)
        .Number("run_count", row => row.RunCount)
        .Number("error_count", row => row.ErrorCount)
        .Number("failures_in_a_row", row => row.FailuresInARow)
        .Text("last_error", row => row.LastError);
}
