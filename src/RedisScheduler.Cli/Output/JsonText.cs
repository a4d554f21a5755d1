using System.Globalization;
using System.Text.Json;

namespace RedisScheduler.Cli.Output;

/// <summary>Fields of answers as text.</summary>
internal static class JsonText
{
    /// <summary>A field as people read it; null where it is absent, null or empty.</summary>
    public static string? Text(this JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) ? Of(name, value) : null;

    /// <summary>A value as people read it; names that end with <c>Ms</c> are durations.</summary>
    public static string? Of(string name, JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            JsonValueKind.Number when name.EndsWith("Ms", StringComparison.Ordinal) => Duration(value.GetDouble()),
            JsonValueKind.Array when value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String) => Filled(
                string.Join(", ", value.EnumerateArray().Select(item => item.GetString()))
            ),
            JsonValueKind.String => Filled(value.GetString()),
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            _ => value.GetRawText(),
        };

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string Duration(double milliseconds) =>
        milliseconds < 1000
            ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0.#} ms")
            : string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.###} s");
}
