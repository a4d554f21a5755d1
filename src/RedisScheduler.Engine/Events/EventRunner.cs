using System.Text.Json;
using RedisScheduler.Definitions;
using RedisScheduler.Jobs;
using RedisScheduler.Subscriptions;
using RedisScheduler.Targets;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Events;

/// <summary>Runs <c>event</c> targets: tells the subscriptions of the scope. What they do with it are runs of their own; this one has succeeded when all of them are queued.</summary>
internal sealed class EventRunner(IDefinitionStore definitions, FanOut fanOut) : ITargetRunner
{
    private const int MostNamed = 200;

    /// <inheritdoc/>
    public string Type => EventTarget.TypeName;

    /// <inheritdoc/>
    public async Task<TargetResult> RunAsync(TakenJob job, CancellationToken cancel)
    {
        var spec = job.Spec;
        var schedule = (await definitions.FindScheduleAsync(spec.Scope, spec.ScheduleId, cancel))?.Schedule;
        var what = new ScheduleEvent
        {
            Id = job.Id,
            Topic = ((EventTarget)spec.Target).Topic,
            ScheduleId = spec.ScheduleId,
            Name = schedule?.Name ?? spec.ScheduleId,
            WorkflowId = spec.WorkflowId,
            Producer = spec.Producer,
            Tags = schedule?.Spec.Tags ?? [],
            ScheduledMs = job.DueMs,
            Trigger = Words.Of(job.Trigger),
            Payload = spec.Payload,
        };
        return new TargetResult { Outcome = TargetOutcome.Succeeded, Output = Output(await fanOut.SendAsync(what, spec, job.DueMs, again: job.Attempt > 1, cancel)) };
    }

    private static string Output(IReadOnlyList<(Subscription Subscription, string ExecutionId)> sent)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("deliveries", sent.Count);
            json.WriteStartArray("executions");
            foreach (var (subscription, id) in sent.Take(MostNamed))
            {
                json.WriteStartObject();
                json.WriteString("id", id);
                json.WriteString("subscriptionId", subscription.Id);
                json.WriteString("subscription", subscription.Name);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
