using System.Text.Encodings.Web;
using System.Text.Json;

namespace RedisScheduler.Dashboard.Shared;

/// <summary>JSON for people.</summary>
internal static class JsonText
{
    // Razor encodes the text for HTML; encoding it for JSON as well would only make it hard to read.
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text with line breaks and indents; the text itself where it is no JSON.</summary>
    public static string Indent(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return JsonSerializer.Serialize(document.RootElement, Indented);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
