using System.Globalization;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Targets;

namespace RedisScheduler.Dashboard.Tests.Fakes;

/// <summary>One run with its attempts, as chance has it.</summary>
internal sealed record SeedRun(Execution Run, IReadOnlyList<Attempt> Attempts)
{
    private const string Worker = "worker-2:4711:0d6c1c5e";

    private static readonly ExecutionError Refused = new(
        "http.status", "The target answered 503 Service Unavailable.", """{"error":"upstream timed out","retryAfter":5}""");

    public static SeedRun Of(Schedule schedule, DateTimeOffset due, DateTimeOffset now, int typicalMs, double failing, Random random)
    {
        var late = 2 + random.Next(18);
        var started = due.AddMilliseconds(late);
        var run = new Execution
        {
            Id = JobId.Occurrence(schedule.Key, due.ToUnixTimeMilliseconds()),
            Scope = schedule.Scope,
            ScheduleId = schedule.Id,
            WorkflowId = schedule.WorkflowId,
            Producer = schedule.Producer,
            Trigger = ExecutionTrigger.Schedule,
            ScheduledAt = due,
            EnqueuedAt = due.AddMilliseconds(1),
            StartedAt = started,
            LatenessMs = late,
            Status = ExecutionStatus.Running,
            Attempts = 1,
            Worker = Worker,
        };
        if (now - due < TimeSpan.FromSeconds(8))
            return new(run, [new(1, ExecutionStatus.Running, started, null, null, null, Worker)]);

        var luck = random.NextDouble();
        if (luck < failing / 3)
            return Skipped(run, due);
        var failures = luck < failing ? 3 : luck < failing * 2 ? 1 + random.Next(2) : 0;
        return Tried(run, started, failures, () => (int)(typicalMs * (0.6 + (random.NextDouble() * random.NextDouble() * 2.2))), schedule);
    }

    private static SeedRun Skipped(Execution run, DateTimeOffset due) =>
        new(
            run with
            {
                Status = ExecutionStatus.Skipped,
                Reason = $"{run.ScheduleId}@{due.AddMinutes(-5).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)} was still running",
                EnqueuedAt = null, StartedAt = null, LatenessMs = null, Attempts = 0, Worker = null,
            },
            []);

    private static SeedRun Tried(Execution run, DateTimeOffset started, int failures, Func<int> duration, Schedule schedule)
    {
        var attempts = new List<Attempt>();
        var at = started;
        for (var number = 1; number <= failures; number++)
        {
            var end = at.AddMilliseconds(duration());
            attempts.Add(new(number, ExecutionStatus.Failed, at, end, (long)(end - at).TotalMilliseconds, Refused, Worker));
            at = end.AddSeconds(number);
        }
        var gaveUp = failures == schedule.Spec.Retry.MaxAttempts;
        if (!gaveUp)
        {
            var end = at.AddMilliseconds(duration());
            attempts.Add(new(failures + 1, ExecutionStatus.Succeeded, at, end, (long)(end - at).TotalMilliseconds, null, Worker));
        }
        var finished = attempts[^1].FinishedAt!.Value;
        return new(
            run with
            {
                Status = gaveUp ? ExecutionStatus.Failed : ExecutionStatus.Succeeded,
                FinishedAt = finished,
                DurationMs = (long)(finished - started).TotalMilliseconds,
                Attempts = attempts.Count,
                Error = gaveUp ? Refused : null,
                HttpStatus = schedule.Spec.Target is not HttpTarget ? null : gaveUp ? 503 : 200,
                Output = gaveUp ? null : """{"accepted":500,"skipped":3}""",
            },
            attempts);
    }
}
