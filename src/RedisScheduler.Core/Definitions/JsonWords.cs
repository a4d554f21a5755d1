using System.Text.Json;

namespace RedisScheduler.Definitions;

/// <summary>Words for JSON values in messages.</summary>
internal static class JsonWords
{
    private const int ShownLength = 60;

    public static string Kind(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "a string",
            JsonValueKind.Number => "a number",
            JsonValueKind.True or JsonValueKind.False => "true or false",
            _ => "null",
        };

    /// <summary>The text of a string; <c>null</c> for another kind, and where it holds half a surrogate pair.</summary>
    public static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? Unicode(value, value => value.GetString()) : null;

    /// <summary>The name of a field; <c>null</c> where it holds half a surrogate pair.</summary>
    public static string? Name(JsonProperty field) => Unicode(field, field => field.Name);

    private static string? Unicode<T>(T json, Func<T, string?> read)
    {
        try
        {
            return read(json);
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json's word for "cannot be transcoded to UTF-16".
            return null;
        }
    }

    public static string Shown(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= ShownLength ? text : $"{text[..ShownLength]}…";
    }
}
