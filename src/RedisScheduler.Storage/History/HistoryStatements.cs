using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.History;

/// <summary>How the rows of a batch are written: each once.</summary>
internal static class HistoryStatements
{
    private const string Insert = """
        INSERT INTO executions (scope, scheduled_at, id, schedule_id, workflow_id, producer, trigger, enqueued_at, started_at, finished_at,
          status, status_rank, reason, attempts, worker, error_type, error_message, error_details, outcome_rank, output, http_status, payload, occurrences, scheduled_to)
        SELECT r.scope, r.scheduled_at, r.id, r.schedule_id, r.workflow_id, r.producer, r.trigger, r.enqueued_at, r.started_at, r.finished_at,
          r.status, r.status_rank, r.reason, r.attempts, r.worker, r.error_type, r.error_message, r.error_details, r.outcome_rank, r.output, r.http_status, r.payload, r.occurrences, r.scheduled_to
        FROM {rows} WHERE true
        """;

    /// <summary>Adds runs that are not there.</summary>
    public static readonly BulkStatement<ExecutionRow> Add = Making(
        Life(new BulkStatement<ExecutionRow>($"{Insert} ON CONFLICT (scope, scheduled_at, id) DO NOTHING", touched: "executions.id"))
    );

    /// <summary>Moves on the runs of which no more than the making is known, by what is told later. Its rank is 2; see <see cref="Executions.JobEvent.Rank"/>.</summary>
    public static readonly BulkStatement<ExecutionRow> MoveOn = Life(
        new BulkStatement<ExecutionRow>(
            """
            UPDATE executions SET
              enqueued_at = coalesce(executions.enqueued_at, r.enqueued_at), started_at = r.started_at, finished_at = r.finished_at,
              status = r.status, status_rank = r.status_rank, reason = r.reason, attempts = r.attempts, worker = r.worker,
              error_type = r.error_type, error_message = r.error_message, error_details = r.error_details, outcome_rank = r.outcome_rank,
              output = r.output, http_status = r.http_status
            FROM {rows}
            WHERE executions.scope = r.scope AND executions.scheduled_at = r.scheduled_at AND executions.id = r.id AND executions.status_rank = 2
            """,
            touched: "executions.id"
        )
    );

    /// <summary>Writes runs whole, because what they were has been read in the same transaction.</summary>
    public static readonly BulkStatement<ExecutionRow> Replace = Making(
        Life(
            new BulkStatement<ExecutionRow>(
                $"""
                {Insert}
                ON CONFLICT (scope, scheduled_at, id) DO UPDATE SET
                  schedule_id = excluded.schedule_id, workflow_id = excluded.workflow_id, producer = excluded.producer, trigger = excluded.trigger,
                  enqueued_at = excluded.enqueued_at, started_at = excluded.started_at, finished_at = excluded.finished_at,
                  status = excluded.status, status_rank = excluded.status_rank, reason = excluded.reason, attempts = excluded.attempts, worker = excluded.worker,
                  error_type = excluded.error_type, error_message = excluded.error_message, error_details = excluded.error_details, outcome_rank = excluded.outcome_rank,
                  output = excluded.output, http_status = excluded.http_status, payload = excluded.payload, occurrences = excluded.occurrences, scheduled_to = excluded.scheduled_to
                """
            )
        )
    );

    public static readonly BulkStatement<(ExecutionRow Run, AttemptRow Attempt)> Attempts = new BulkStatement<(ExecutionRow Run, AttemptRow Attempt)>(
        """
        INSERT INTO attempts (scheduled_at, execution_id, number, weight, status, started_at, finished_at, worker, error_type, error_message, error_details)
        SELECT r.scheduled_at, r.execution_id, r.number, r.weight, r.status, r.started_at, r.finished_at, r.worker, r.error_type, r.error_message, r.error_details
        FROM {rows} WHERE true
        ON CONFLICT (scheduled_at, execution_id, number) DO UPDATE SET
          weight = excluded.weight, status = excluded.status, started_at = excluded.started_at, finished_at = excluded.finished_at, worker = excluded.worker,
          error_type = excluded.error_type, error_message = excluded.error_message, error_details = excluded.error_details
        """
    )
        .Number("scheduled_at", row => row.Run.ScheduledAt)
        .Text("execution_id", row => row.Attempt.ExecutionId)
        .Number("number", row => row.Attempt.Number)
        .Number("weight", row => row.Attempt.Weight)
        .Text("status", row => row.Attempt.Status)
        .Number("started_at", row => row.Attempt.StartedAt)
        .Number("finished_at", row => row.Attempt.FinishedAt)
        .Text("worker", row => row.Attempt.Worker)
        .Text("error_type", row => row.Attempt.ErrorType)
        .Text("error_message", row => row.Attempt.ErrorMessage)
        .Text("error_details", row => row.Attempt.ErrorDetails);

    private static BulkStatement<ExecutionRow> Life(BulkStatement<ExecutionRow> statement) =>
        statement
            .Text("id", row => row.Id)
            .Text("scope", row => row.Scope)
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
            .Number("http_status", row => row.HttpStatus);

    private static BulkStatement<ExecutionRow> Making(BulkStatement<ExecutionRow> statement) =>
        statement
            .Text("schedule_id", row => row.ScheduleId)
            .Text("workflow_id", row => row.WorkflowId)
            .Text("producer", row => row.Producer)
            .Text("trigger", row => row.Trigger)
            .Text("payload", row => row.Payload)
            .Number("occurrences", row => row.Occurrences)
            .Number("scheduled_to", row => row.ScheduledTo);
}
