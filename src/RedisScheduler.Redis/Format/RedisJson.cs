using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RedisScheduler.Redis.Format;

/// <summary>The JSON of what Redis keeps: compact, camelCase, missing values left out, in the order in which members are declared.</summary>
[JsonSerializable(typeof(SpecRecord))]
[JsonSerializable(typeof(MisfireRecord))]
[JsonSerializable(typeof(RecurringPayload))]
[JsonSerializable(typeof(string))]
internal sealed partial class RedisJson : JsonSerializerContext
{
    /// <summary>Texts stay readable; nothing of it is put into HTML unescaped.</summary>
    public static RedisJson Compact { get; } = new(
        new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        });

    /// <summary>A text as a JSON string, with its quotes.</summary>
    public static string Quote(string text) => JsonSerializer.Serialize(text, Compact.String);
}
