using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Targets;
using RedisScheduler.Timing;

namespace RedisScheduler.Redis.Tests;

/// <summary>Schedules, jobs and finishes for tests. All moments are near <see cref="Now"/>.</summary>
internal static class Samples
{
    /// <summary>2026-11-21T12:00:00Z.</summary>
    public const long Now = 1_795_262_400_000;

    public const string Worker = "host:42:8f14e45f-ceea-467f-a5d9-2b6b5a1c0a11";

    public static JobSpec Spec(string key = "daily", string queue = "default", int priority = 5, string? payload = null) =>
        new()
        {
            Scope = ScheduleKey.Split(key).Scope,
            ScheduleId = ScheduleKey.Split(key).Id,
            WorkflowId = "flow",
            Producer = "fetch",
            Target = new HandlerTarget("demo.echo"),
            Queue = queue,
            Priority = priority,
            Payload = payload,
        };

    public static SchedulePlan Plan(OverlapPolicy overlap = OverlapPolicy.Skip, int seconds = 30) =>
        new(new ScheduleTiming { Interval = TimeSpan.FromSeconds(seconds) }, Now, new MisfirePolicy(), overlap);

    public static ScheduleEntry Entry(string key = "daily", long revision = 1, long? due = Now, OverlapPolicy overlap = OverlapPolicy.Skip) =>
        new()
        {
            Key = key,
            Revision = revision,
            Plan = Plan(overlap),
            Spec = Spec(key),
            CronText = "@every 30s",
            TimeZone = "Europe/Rome",
            CreatedMs = Now - 5000,
            NextDueMs = due,
            NextFireMs = due,
        };

    public static NewJob Job(string key = "daily", long due = Now, ExecutionTrigger trigger = ExecutionTrigger.Schedule, JobSpec? spec = null, string? id = null)
    {
        id ??= JobId.Occurrence(key, due);
        var made = spec ?? Spec(key);
        var queued = new JobEvent
        {
            Id = id,
            Status = ExecutionStatus.Queued,
            Scope = made.Scope,
            ScheduleId = made.ScheduleId,
            WorkflowId = made.WorkflowId,
            Producer = made.Producer,
            Trigger = trigger,
            ScheduledMs = due,
            EnqueuedMs = Now,
        };
        return new NewJob(id, key, made, due, trigger, queued);
    }

    public static NewJob Manual(string id, string key = "daily", JobSpec? spec = null) => Job(key, Now, ExecutionTrigger.Manual, spec, id);

    public static Fire Fire(string key, long expected, long? next, params NewJob[] jobs) => new(key, expected, 1, next, next, OverlapPolicy.Skip, jobs, []);

    public static ExchangeRequest Take(int count, params string[] queues) =>
        new(Worker, queues.Length == 0 ? [QueueNames.Default] : queues, count, Now, Now + 15_000, []);

    public static ExchangeRequest Give(params Finish[] finishes) => new(Worker, [QueueNames.Default], 0, Now + 100, Now + 15_000, finishes);

    public static Finish Succeeded(TakenJob job, string? output = null) =>
        new(job.Id, job.Token, FinishKind.Succeeded, Ended(job, ExecutionStatus.Succeeded) with { Output = output });

    public static Finish Failed(TakenJob job, string message = "boom") =>
        new(job.Id, job.Token, FinishKind.Failed, Ended(job, ExecutionStatus.Failed) with { Error = Error(message) });

    public static Finish Retry(TakenJob job, long retryAt, string message = "boom") =>
        new(job.Id, job.Token, FinishKind.Retry,
            Ended(job, ExecutionStatus.Retrying) with { AttemptStatus = ExecutionStatus.Failed, Error = Error(message) }, retryAt);

    public static Finish Cancelled(TakenJob job) => new(job.Id, job.Token, FinishKind.Cancelled, Ended(job, ExecutionStatus.Cancelled) with { Reason = "asked for" });

    public static Finish HandBack(TakenJob job) => new(job.Id, job.Token, FinishKind.HandBack, Ended(job, ExecutionStatus.Queued));

    public static JobEvent Started(TakenJob job) =>
        new() { Id = job.Id, Status = ExecutionStatus.Running, Attempt = job.Attempt, Token = job.Token, StartedMs = Now + 10, Worker = Worker };

    private static JobEvent Ended(TakenJob job, ExecutionStatus status) =>
        new() { Id = job.Id, Status = status, Attempt = job.Attempt, Token = job.Token, StartedMs = Now + 10, FinishedMs = Now + 90, EnqueuedMs = job.EnqueuedMs, Worker = Worker };

    private static ExecutionError Error(string message) => new("System.InvalidOperationException", message, $"System.InvalidOperationException: {message}\n   at Demo.Run()");
}
