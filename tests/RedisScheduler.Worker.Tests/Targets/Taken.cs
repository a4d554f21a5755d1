using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Targets;

namespace RedisScheduler.Worker.Tests.Targets;

/// <summary>Jobs as the engine hands them to a target.</summary>
internal static class Taken
{
    public const string Id = "nightly.fetch@1767225600000";

    public static TakenJob Job(Target target, string? payload = null, int attempt = 1) =>
        new(
            Id,
            Token: 7,
            attempt,
            Failures: attempt - 1,
            "nightly.fetch",
            new JobSpec
            {
                Scope = "default",
                ScheduleId = "nightly.fetch",
                WorkflowId = "nightly",
                Producer = "fetch",
                Target = target,
                Payload = payload,
            },
            DueMs: 1767225600000,
            EnqueuedMs: 1767225600005,
            ExecutionTrigger.Schedule
        );
}
