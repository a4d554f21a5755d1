using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Targets;
using RedisScheduler.Timing;

namespace RedisScheduler.Engine.Tests;

/// <summary>Valid values, of which a test changes what it is about.</summary>
internal static class Samples
{
    internal static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static readonly ScheduleTiming EveryMinute = new() { Interval = TimeSpan.FromMinutes(1) };

    internal static long Ms(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    internal static long Ms(this DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    internal static JobSpec Spec(string id = "s") => new() { Scope = "default", ScheduleId = id, Target = new HandlerTarget("h"), Payload = "{\"a\":1}" };

    internal static DueSchedule Due(ScheduleTiming timing, long dueMs, MisfirePolicy? misfire = null, long runs = 0, string key = "s") =>
        new(key, dueMs, dueMs, 1, runs, new SchedulePlan(timing, Start.Ms(), misfire ?? new(), OverlapPolicy.Skip), Spec(key));

    internal static TakenJob Job(string id = "s@1", long token = 1, int failures = 0, TimeSpan? timeout = null, RetryPolicy? retry = null) =>
        new(id, token, failures + 1, failures, "s", Spec() with
        {
            Timeout = timeout ?? TimeSpan.FromMinutes(5),
            Retry = retry ?? new RetryPolicy { Jitter = RetryJitter.None },
        }, Start.Ms(), Start.Ms() + 5, ExecutionTrigger.Schedule);

    internal static Schedule Schedule(string id = "s", ScheduleTiming? timing = null, long revision = 1) => new()
    {
        Scope = "default",
        Id = id,
        Name = id,
        Spec = new ScheduleSpec { Timing = timing ?? EveryMinute, Target = new HandlerTarget("h") },
        AnchorMs = Start.Ms(),
        Revision = revision,
        SyncedRevision = revision,
        CreatedAt = Start,
        UpdatedAt = Start,
    };
}
