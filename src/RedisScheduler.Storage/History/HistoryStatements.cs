using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.History;

/// <summary>How the rows of a batch are written: each once.</summary>
internal static class HistoryStatements
{
    private const string Table = "{executions}";

    private const string Insert = """
        INSERT INTO {executions} AS e (scope, scheduled_at, id, schedule_id, workflow_id, producer, trigger, enqueued_at, started_at, finished_at, ended_as, ended_late,
          status, status_rank, reason, attempts, worker, error_type, error_message, error_details, outcome_rank, output, http_status, payload, occurrences, scheduled_to)
        SELECT r.scope, r.scheduled_at, r.id, r.schedule_id, r.workflow_id, r.producer, r.trigger, r.enqueued_at, r.started_at, r.finished_at, r.ended_as, r.ended_late,
          r.status, r.status_rank, r.reason, r.attempts, r.worker, r.error_type, r.error_message, r.error_details, r.outcome_rank, r.output, r.http_status, r.payload, r.occurrences, r.scheduled_to
        FROM {rows}
        """;

    // Of all that is not the run's making; told of PostgreSQL's excluded, and of SQLite's r.
    private const string MovesOn = """
        enqueued_at = coalesce(e.enqueued_at, r.enqueued_at), started_at = r.started_at, finished_at = r.finished_at, ended_as = r.ended_as, ended_late = r.ended_late,
        status = r.status, status_rank = r.status_rank, reason = r.reason, attempts = r.attempts, worker = r.worker,
        error_type = r.error_type, error_message = r.error_message, error_details = r.error_details, outcome_rank = r.outcome_rank,
        output = r.output, http_status = r.http_status
        """;

    private const string IsQueued = "e.status_rank = 2 AND e.status = 'queued'";
    private const string SameRun = "e.scope = r.scope AND e.scheduled_at = r.scheduled_at AND e.id = r.id";
    private const string IsWritten = "e.xmin = CAST(pg_current_xact_id() AS xid)";
    private const string NotWritten = $"SELECT r.id FROM {{rows}} WHERE NOT EXISTS (SELECT FROM {Table} e WHERE {SameRun} AND {IsWritten})";

    private static readonly BulkStatement<ExecutionRow> AddTo = Making(
        Life(new BulkStatement<ExecutionRow>($"{Insert} WHERE true ON CONFLICT (scope, scheduled_at, id) DO NOTHING") { Hopeful = Insert, LeftAlone = NotWritten })
    );

    // In PostgreSQL a conflict, because it is always found by the primary key: how an UPDATE finds its rows is up to what is known of the table, which is wrong wherever it grows fast. What
    // was added, and not moved on, has no xmax, and is taken away again.
    private static readonly BulkStatement<ExecutionRow> MoveOnIn = Making(
        Life(
            new BulkStatement<ExecutionRow>($"UPDATE {Table} AS e SET {MovesOn} FROM {{rows}} WHERE {SameRun} AND {IsQueued}")
            {
                AtOnce = $"{Insert} WHERE true ON CONFLICT (scope, scheduled_at, id) DO UPDATE SET {MovesOn.Replace("r.", "excluded.", StringComparison.Ordinal)} WHERE {IsQueued}",
                Meant = "e.xmax <> 0",
                LeftAlone = $"DELETE FROM {Table} e USING {{rows}} WHERE {SameRun} AND {IsWritten} AND e.xmax = 0; {NotWritten}",
            }
        )
    );

    /// <summary>Writes runs whole, because what they were has been read in the same transaction.</summary>
    public static readonly BulkStatement<ExecutionRow> Replace = Making(
        Life(
            new BulkStatement<ExecutionRow>(
                $"""
                {Insert} WHERE true
                ON CONFLICT (scope, scheduled_at, id) DO UPDATE SET
                  schedule_id = excluded.schedule_id, workflow_id = excluded.workflow_id, producer = excluded.producer, trigger = excluded.trigger,
                  enqueued_at = excluded.enqueued_at, started_at = excluded.started_at, finished_at = excluded.finished_at, ended_as = excluded.ended_as, ended_late = excluded.ended_late,
                  status = excluded.status, status_rank = excluded.status_rank, reason = excluded.reason, attempts = excluded.attempts, worker = excluded.worker,
                  error_type = excluded.error_type, error_message = excluded.error_message, error_details = excluded.error_details, outcome_rank = excluded.outcome_rank,
                  output = excluded.output, http_status = excluded.http_status, payload = excluded.payload, occurrences = excluded.occurrences, scheduled_to = excluded.scheduled_to
                """
            )
        )
    ).With(Table, "executions");

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

    /// <summary>Adds runs that are not there, to the table of their day.</summary>
    public static BulkStatement<ExecutionRow> Add(string table) => AddTo.With(Table, table);

    /// <summary>Moves on the runs of a day of which no more than the making is known, by what is told later. Its rank is 2; see <see cref="Executions.JobEvent.Rank"/>.</summary>
    public static BulkStatement<ExecutionRow> MoveOn(string table) => MoveOnIn.With(Table, table);

    private static BulkStatement<ExecutionRow> Life(BulkStatement<ExecutionRow> statement) =>
        statement
            .Text("id", row => row.Id)
            .Text("scope", row => row.Scope)
            .Number("scheduled_at", row => row.ScheduledAt)
            .Number("enqueued_at", row => row.EnqueuedAt)
            .Number("started_at", row => row.StartedAt)
            .Number("finished_at", row => row.FinishedAt)
            .Text("ended_as", row => row.EndedAs)
            .Number("ended_late", row => row.EndedLate)
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
