using System.Text.Json;
using RedisScheduler.Definitions;

namespace RedisScheduler.Subscriptions;

/// <summary>Something about a schedule that subscriptions hear of: a run of an event target, or an alert.</summary>
public sealed record ScheduleEvent
{
    /// <summary>The topic of alerts.</summary>
    public const string AlertTopic = "alert";

    /// <summary>Unique; of a run it is the execution's.</summary>
    public required string Id { get; init; }

    /// <summary>The topic of its target; <c>null</c> where it has none.</summary>
    public string? Topic { get; init; }

    /// <summary>The schedule.</summary>
    public required string ScheduleId { get; init; }

    /// <summary>The schedule's name.</summary>
    public required string Name { get; init; }

    /// <summary>The workflow, if any.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>The producer, if any.</summary>
    public string? Producer { get; init; }

    /// <summary>The schedule's tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The nominal due time that it is about, unix milliseconds.</summary>
    public required long ScheduledMs { get; init; }

    /// <summary>What made it: the trigger of the run, or <see cref="AlertTopic"/>.</summary>
    public required string Trigger { get; init; }

    /// <summary>The payload, as JSON text; <c>null</c> for none.</summary>
    public string? Payload { get; init; }

    /// <summary>The payload of what a subscription gets: the event, and the subscription itself.</summary>
    public string ToJson(string subscriptionId) => JsonText.Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteString("topic", Topic);
        json.WriteString("scheduleId", ScheduleId);
        json.WriteString("name", Name);
        json.WriteString("workflowId", WorkflowId);
        json.WriteString("producer", Producer);
        json.WriteStartArray("tags");
        foreach (var tag in Tags)
        {
            json.WriteStringValue(tag);
        }

        json.WriteEndArray();
        json.WriteString("scheduledAt", TimeText.Format(DateTimeOffset.FromUnixTimeMilliseconds(ScheduledMs)));
        json.WriteString("trigger", Trigger);
        json.WritePropertyName("payload");
        json.WriteRawValue(Payload ?? "null", skipInputValidation: true);
        json.WriteString(SubscriptionField, subscriptionId);
        json.WriteEndObject();
    });

    /// <summary>The subscription that a delivery's payload was made for; <c>null</c> where it is none.</summary>
    public static string? SubscriptionOf(string? payload)
    {
        if (payload is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(payload);
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty(SubscriptionField, out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
    }

    private const string SubscriptionField = "subscriptionId";
}
