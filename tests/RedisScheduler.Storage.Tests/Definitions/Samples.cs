using RedisScheduler.Schedules;
using RedisScheduler.Targets;
using RedisScheduler.Timing;
using RedisScheduler.Workflows;

namespace RedisScheduler.Storage.Tests.Definitions;

/// <summary>Definitions to save.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly ScheduleSpec Spec = new() { Timing = new ScheduleTiming { Cron = "0 * * * *" }, Target = new HandlerTarget("demo.echo") };

    public static Workflow Workflow(string id = "etl", string scope = Scopes.Default) =>
        new()
        {
            Scope = scope,
            Id = id,
            Name = $"Workflow {id}",
            Status = WorkflowStatus.Active,
            CreatedAt = Now,
            UpdatedAt = Now,
        };

    /// <summary>A schedule that stands alone, due in an hour.</summary>
    public static ScheduleView Standalone(string id, string scope = Scopes.Default) =>
        new(
            new Schedule
            {
                Scope = scope,
                Id = id,
                Name = $"Schedule {id}",
                Spec = Spec,
                AnchorMs = Now.ToUnixTimeMilliseconds(),
                CreatedAt = Now,
                UpdatedAt = Now,
            },
            new ScheduleState { NextRunAt = Now.AddHours(1), Tzdb = "2026a" }
        );

    /// <summary>A producer's schedule.</summary>
    public static ScheduleView Producer(string workflowId, string producer, string scope = Scopes.Default)
    {
        var view = Standalone($"{workflowId}.{producer}", scope);
        return view with { Schedule = view.Schedule with { WorkflowId = workflowId, Producer = producer, OwnedByWorkflow = true } };
    }

    public static WorkflowBundle Bundle(string id, params string[] producers) =>
        new(Workflow(id), [.. producers.Select(producer => Producer(id, producer))]);
}
