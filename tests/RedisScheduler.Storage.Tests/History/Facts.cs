using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;

namespace RedisScheduler.Storage.Tests.History;

/// <summary>Events of runs of the schedule <c>etl.fetch</c>, as the engine writes them.</summary>
internal static class Facts
{
    public const string ScheduleId = "etl.fetch";

    /// <summary>The due time that the others count from.</summary>
    public const long Due = 1_772_366_400_000;

    public static string Id(long due = Due) => JobId.Occurrence(ScheduleId, due);

    public static JobEvent Fired(long due = Due, long? next = Due + 3_600_000) =>
        Of(due, ExecutionStatus.Queued, 0) with
        {
            EnqueuedMs = due + 5,
            SetsNextDue = true,
            NextDueMs = next,
        };

    public static JobEvent Started(int attempt = 1, long due = Due, string worker = "w1") =>
        Of(due, ExecutionStatus.Running, attempt) with
        {
            StartedMs = StartOf(due, attempt),
            Worker = worker,
        };

    public static JobEvent FailedAttempt(int attempt, long due = Due, string worker = "w1") =>
        Of(due, ExecutionStatus.Retrying, attempt) with
        {
            AttemptStatus = ExecutionStatus.Failed,
            StartedMs = StartOf(due, attempt),
            FinishedMs = StartOf(due, attempt) + 100,
            Worker = worker,
            Error = new ExecutionError("Boom", $"attempt {attempt} failed", "at line 1"),
            HttpStatus = 503,
        };

    public static JobEvent Ended(ExecutionStatus status = ExecutionStatus.Succeeded, int attempt = 1, long due = Due, long took = 200) =>
        Of(due, status, attempt) with
        {
            StartedMs = StartOf(due, attempt),
            FinishedMs = StartOf(due, attempt) + took,
            Worker = "w1",
            Output = status == ExecutionStatus.Succeeded ? "done" : null,
            Error = status == ExecutionStatus.Succeeded ? null : new ExecutionError("Boom", $"ended as {status}"),
        };

    public static JobEvent NotRun(ExecutionStatus status, long due, string reason) => Of(due, status, 0) with { Reason = reason };

    public static long StartOf(long due, int attempt) => due + (attempt * 1_000);

    private static JobEvent Of(long due, ExecutionStatus status, int attempt) =>
        new()
        {
            Id = Id(due),
            Status = status,
            Attempt = attempt,
            Token = attempt,
            Scope = Scopes.Default,
            ScheduleId = ScheduleId,
            WorkflowId = "etl",
            Producer = "fetch",
            Trigger = ExecutionTrigger.Schedule,
            ScheduledMs = due,
        };
}
