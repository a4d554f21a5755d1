using System.Text.Json;
using System.Text.Json.Serialization;

namespace RedisScheduler.Api.Http;

/// <summary>JSON text that is answered as it was saved, byte for byte.</summary>
/// <param name="Text">The text.</param>
[JsonConverter(typeof(RawJsonConverter))]
internal sealed record RawJson(string Text)
{
    /// <summary>The JSON in a text, or nothing.</summary>
    public static RawJson? Of(string? text) => text is null ? null : new RawJson(text);
}

/// <summary>Writes the text of <see cref="RawJson"/>.</summary>
internal sealed class RawJsonConverter : JsonConverter<RawJson>
{
    /// <inheritdoc/>
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new RawJson(document.RootElement.GetRawText());
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) => writer.WriteRawValue(value.Text, skipInputValidation: true);
}
