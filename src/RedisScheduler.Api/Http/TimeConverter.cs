using System.Text.Json;
using System.Text.Json.Serialization;
using RedisScheduler.Definitions;

namespace RedisScheduler.Api.Http;

/// <summary>Times as the contract has them: RFC 3339 in UTC with milliseconds.</summary>
internal sealed class TimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TimeText.TryParse(reader.GetString() ?? "", out var time, out var error) ? time : throw new JsonException(error);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(TimeText.Format(value));
}
