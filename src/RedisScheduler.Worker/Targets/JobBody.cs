using System.Text.Json;
using RedisScheduler.Definitions;
using RedisScheduler.Jobs;

namespace RedisScheduler.Worker.Targets;

/// <summary>What targets outside of this process are told of an attempt, as JSON.</summary>
internal static class JobBody
{
    public static byte[] Of(TakenJob job)
    {
        var spec = job.Spec;
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("executionId", job.Id);
            json.WriteString("scheduleId", spec.ScheduleId);
            json.WriteString("workflowId", spec.WorkflowId);
            json.WriteString("producer", spec.Producer);
            json.WriteString("scheduledAt", TimeText.Format(DateTimeOffset.FromUnixTimeMilliseconds(job.DueMs)));
            json.WriteNumber("attempt", job.Attempt);
            json.WriteString("trigger", Words.Of(job.Trigger));
            json.WritePropertyName("payload");
            json.WriteRawValue(spec.Payload ?? "null", skipInputValidation: true);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
