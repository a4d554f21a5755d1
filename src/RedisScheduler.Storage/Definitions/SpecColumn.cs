using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RedisScheduler.Schedules;
using RedisScheduler.Targets;

namespace RedisScheduler.Storage.Definitions;

/// <summary>A spec as JSON text. Every value is written, defaults too, so that a default that changes later changes no definition of before.</summary>
[JsonSerializable(typeof(ScheduleSpec))]
[JsonSerializable(typeof(HandlerTarget))]
[JsonSerializable(typeof(HttpTarget))]
internal sealed partial class SpecColumn : JsonSerializerContext
{
    internal static readonly SpecColumn Context = new(
        new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            // The text is never put into HTML, and a payload's quotes are escaped shorter so.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new TargetConverter(), new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        }
    );

    public static string Write(ScheduleSpec spec) => JsonSerializer.Serialize(spec, Context.ScheduleSpec);

    public static ScheduleSpec Read(string column) =>
        JsonSerializer.Deserialize(column, Context.ScheduleSpec) ?? throw new JsonException("A spec is an object, not null.");
}
