using System.Text.Json;
using System.Text.Json.Serialization;
using RedisScheduler.Schedules;

namespace RedisScheduler.Redis.Format;

/// <summary>The field <c>Job</c> of a recurring job: which method a dashboard's "Trigger now" enqueues, in Hangfire's short form.</summary>
internal sealed record RecurringPayload
{
    [JsonPropertyName("t")]
    public string Type { get; init; } = "RedisScheduler.ProducerJob, RedisScheduler.Core";

    [JsonPropertyName("m")]
    public string Method { get; init; } = nameof(ProducerJob.Run);

    [JsonPropertyName("p")]
    public IReadOnlyList<string> ParameterTypes { get; init; } = ["System.String"];

    [JsonPropertyName("a")]
    public required IReadOnlyList<string> Arguments { get; init; }

    [JsonPropertyName("q")]
    public string? Queue { get; init; }

    public static string For(string key, string queue) =>
        JsonSerializer.Serialize(
            new RecurringPayload { Arguments = [RedisJson.Quote(key)], Queue = queue == QueueNames.Default ? null : queue },
            RedisJson.Compact.RecurringPayload);
}
