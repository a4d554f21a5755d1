using System.Text.Json;
using System.Text.Json.Serialization;
using RedisScheduler.Targets;

namespace RedisScheduler.Storage.Definitions;

/// <summary>Targets are told apart by their <c>type</c>.</summary>
internal sealed class TargetConverter : JsonConverter<Target>
{
    public override Target? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement.GetProperty("type").GetString() switch
        {
            HandlerTarget.TypeName => document.Deserialize(SpecColumn.Context.HandlerTarget),
            HttpTarget.TypeName => document.Deserialize(SpecColumn.Context.HttpTarget),
            var type => throw new JsonException($"There is no target of type '{type}'."),
        };
    }

    public override void Write(Utf8JsonWriter writer, Target value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case HandlerTarget handler:
                JsonSerializer.Serialize(writer, handler, SpecColumn.Context.HandlerTarget);
                break;
            case HttpTarget http:
                JsonSerializer.Serialize(writer, http, SpecColumn.Context.HttpTarget);
                break;
            default:
                throw new JsonException($"A target of type '{value.Type}' cannot be stored.");
        }
    }
}
