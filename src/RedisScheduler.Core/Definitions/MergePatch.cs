using System.Text.Json;

namespace RedisScheduler.Definitions;

/// <summary>JSON merge patch (RFC 7396).</summary>
public static class MergePatch
{
    /// <summary>Applies a patch: objects are merged field by field, <c>null</c> removes, all else replaces. What the patch does not name keeps its text.</summary>
    /// <exception cref="Errors.InvalidInputException">The patch is no object.</exception>
    public static JsonElement Apply(JsonElement target, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object)
        {
            throw FieldErrors.One("$", $"A merge patch is an object, not {JsonWords.Kind(patch)}.");
        }

        var text = JsonText.Write(json => Merge(json, target, patch));
        using var merged = JsonDocument.Parse(text);
        return merged.RootElement.Clone();
    }

    private static void Merge(Utf8JsonWriter json, JsonElement target, JsonElement patch)
    {
        if (patch.ValueKind != JsonValueKind.Object)
        {
            json.WriteRawValue(patch.GetRawText(), skipInputValidation: true);
            return;
        }

        json.WriteStartObject();
        var isObject = target.ValueKind == JsonValueKind.Object;
        if (isObject)
        {
            foreach (var field in target.EnumerateObject().Where(field => !patch.TryGetProperty(Name(field), out _)))
            {
                json.WritePropertyName(Name(field));
                json.WriteRawValue(field.Value.GetRawText(), skipInputValidation: true);
            }
        }

        foreach (var field in patch.EnumerateObject().Where(field => field.Value.ValueKind != JsonValueKind.Null))
        {
            json.WritePropertyName(Name(field));
            Merge(json, isObject && target.TryGetProperty(Name(field), out var there) ? there : default, field.Value);
        }

        json.WriteEndObject();
    }

    private static string Name(JsonProperty field) => JsonWords.Name(field) ?? throw FieldErrors.One("$", "Has a field whose name is no Unicode text.");
}
