using System.Text.Json;
using System.Text.Json.Serialization;

namespace RedisScheduler.Bench;

/// <summary>What a request says of one schedule. Overlaps are allowed: the peers have no guard against them.</summary>
internal sealed record ScheduleBody(string Id)
{
    private const string EveryYear = "0 0 3 1 1 *";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public string Name => Id;

    public string? Cron { get; init; }

    public string? TimeZone { get; init; }

    public string? Interval { get; init; }

    public DateTimeOffset? StartAt { get; init; }

    public DateTimeOffset? EndAt { get; init; }

    public string Overlap { get; } = "allow";

    public object Target { get; } = new { type = "handler", name = Rig.Handler };

    public static ScheduleBody Yearly(string id) => new(id) { Cron = EveryYear };

    /// <summary>The same as producers of a workflow, by their names.</summary>
    public static Dictionary<string, object> YearlyProducers(int count) =>
        Enumerable.Range(0, count).ToDictionary(number => $"p{number}", _ => (object)new { cron = EveryYear, overlap = "allow", target = new { type = "handler", name = Rig.Handler } });

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, Json);
}
