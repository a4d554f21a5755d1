using System.Text.Json;
using System.Text.Json.Serialization;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Redis.Format;

/// <summary>What stands in a plan beside the timing; defaults are left out.</summary>
internal sealed record PlanRecord
{
    [JsonConverter(typeof(RawJson))]
    public required string Timing { get; init; }
    public required long Anchor { get; init; }
    public string? Overlap { get; init; }
    public string? Misfire { get; init; }
    public long? ThresholdMs { get; init; }
    public long? WindowMs { get; init; }
    public int? MaxCatchUp { get; init; }
}

/// <summary>A JSON text that stands in another as it is.</summary>
internal sealed class RawJson : JsonConverter<string>
{
    public override string Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonElement.ParseValue(ref reader).GetRawText();

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteRawValue(value);
}

/// <summary>SchedulePlan to text and back. The text begins with the timing, so that scripts can tell whether it changed.</summary>
internal static class PlanText
{
    private static readonly MisfirePolicy DefaultMisfire = new();
    private static readonly TextCache<SchedulePlan> Parsed = new(50_000, ReadNew);

    /// <summary>The text, and how much of it tells the timing.</summary>
    public static (string Text, int TimingLength) Write(SchedulePlan plan)
    {
        var timing = plan.Timing.ToJson();
        var misfire = plan.Misfire;
        var record = new PlanRecord
        {
            Timing = timing,
            Anchor = plan.AnchorMs,
            Overlap = plan.Overlap == OverlapPolicy.Skip ? null : plan.Overlap.ToString(),
            Misfire = misfire.Action == DefaultMisfire.Action ? null : misfire.Action.ToString(),
            ThresholdMs = misfire.Threshold == DefaultMisfire.Threshold ? null : (long)misfire.Threshold.TotalMilliseconds,
            WindowMs = misfire.CatchUpWindow == DefaultMisfire.CatchUpWindow ? null : (long)misfire.CatchUpWindow.TotalMilliseconds,
            MaxCatchUp = misfire.MaxCatchUp == DefaultMisfire.MaxCatchUp ? null : misfire.MaxCatchUp,
        };
        var text = JsonSerializer.Serialize(record, RedisJson.Compact.PlanRecord);
        return (text, System.Text.Encoding.UTF8.GetByteCount(timing) + "{\"timing\":".Length);
    }

    public static SchedulePlan Read(string text) => Parsed.Get(text);

    private static SchedulePlan ReadNew(string text)
    {
        var record = JsonSerializer.Deserialize(text, RedisJson.Compact.PlanRecord) ?? throw new JsonException("A plan is an object, not null.");
        var misfire = new MisfirePolicy
        {
            Action = record.Misfire is null ? DefaultMisfire.Action : Enum.Parse<MisfireAction>(record.Misfire),
            Threshold = Or(record.ThresholdMs, DefaultMisfire.Threshold),
            CatchUpWindow = Or(record.WindowMs, DefaultMisfire.CatchUpWindow),
            MaxCatchUp = record.MaxCatchUp ?? DefaultMisfire.MaxCatchUp,
        };
        var overlap = record.Overlap is null ? OverlapPolicy.Skip : Enum.Parse<OverlapPolicy>(record.Overlap);
        return new SchedulePlan(ScheduleTiming.FromJson(record.Timing), record.Anchor, misfire, overlap);
    }

    private static TimeSpan Or(long? ms, TimeSpan usual) => ms is { } value ? TimeSpan.FromMilliseconds(value) : usual;
}
