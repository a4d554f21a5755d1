using System.Text.Json;
using System.Text.Json.Serialization;
using RedisScheduler.Schedules;

namespace RedisScheduler.Redis.Format;

/// <summary>
/// The field <c>Job</c> of a recurring job: which method a dashboard's "Trigger now" enqueues, in Hangfire's short form, the same for all. Which schedule it is Hangfire tells by the
/// job's parameter <c>RecurringJobId</c>. With 64 characters it is as long as a value may be that Redis keeps in a compact hash (<c>hash-max-listpack-value</c>).
/// </summary>
internal sealed record RecurringPayload
{
    [JsonPropertyName("t")]
    public string Type { get; init; } = "RedisScheduler.ProducerJob, RedisScheduler.Core";

    [JsonPropertyName("m")]
    public string Method { get; init; } = nameof(ProducerJob.Do);

    [JsonPropertyName("q")]
    public string? Queue { get; init; }

    private static readonly string Usual = Write(null);

    public static string For(string queue) => queue == QueueNames.Default ? Usual : Write(queue);

    private static string Write(string? queue) => JsonSerializer.Serialize(new RecurringPayload { Queue = queue }, RedisJson.Compact.RecurringPayload);
}
