using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RedisScheduler.Engine.Audit;

/// <summary>What was and what is, as the audit log keeps it: only what differs, without secrets, and with large payloads named by their hash.</summary>
internal static class AuditJson
{
    /// <summary>The most characters of a value that is kept whole.</summary>
    public const int MostKept = 16 * 1024;

    /// <summary>How the audit log writes JSON.</summary>
    internal static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The bytes of a document that is not large.</summary>
    internal const int Usual = 1024;

    private const string Payload = "payload";

    /// <summary>Both sides of a change; where there is only one, all of it. Secrets are compared before they are masked, so that a changed one shows as changed.</summary>
    public static (string? Before, string? After) Differing(JsonElement? before, JsonElement? after)
    {
        if (before is not { } was || after is not { } became)
        {
            return (before is { } only ? Whole(only) : null, after is { } other ? Whole(other) : null);
        }

        var (left, right) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        using (Utf8JsonWriter one = new(left, Options), two = new(right, Options))
        {
            Differ(was, became, one, two, "");
        }

        return (Text(left), Text(right));
    }

    /// <summary>A value without its secrets.</summary>
    public static string Whole(JsonElement value)
    {
        var buffer = new ArrayBufferWriter<byte>(Usual);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            Write(json, value, "", "");
        }

        return Text(buffer);
    }

    // Texts are compared, because a payload is kept byte for byte and may differ in nothing else.
    private static void Differ(JsonElement before, JsonElement after, Utf8JsonWriter one, Utf8JsonWriter two, string name)
    {
        one.WriteStartObject();
        two.WriteStartObject();
        var (left, right) = (Fields(before), Fields(after));
        foreach (var field in left.Keys.Union(right.Keys, StringComparer.Ordinal))
        {
            var (has, had) = (right.TryGetValue(field, out var is_), left.TryGetValue(field, out var was));
            if (had && has && was.GetRawText() == is_.GetRawText())
            {
                continue;
            }

            if (had && has && field != Payload && was.ValueKind == JsonValueKind.Object && is_.ValueKind == JsonValueKind.Object && !IsSecret(field, name))
            {
                one.WritePropertyName(field);
                two.WritePropertyName(field);
                Differ(was, is_, one, two, field);
                continue;
            }

            WriteField(one, had ? was : default, field, name);
            WriteField(two, has ? is_ : default, field, name);
        }

        one.WriteEndObject();
        two.WriteEndObject();
    }

    private static Dictionary<string, JsonElement> Fields(JsonElement item)
    {
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in item.EnumerateObject())
        {
            fields[field.Name] = field.Value;
        }

        return fields;
    }

    private static void WriteField(Utf8JsonWriter json, JsonElement value, string name, string parent)
    {
        if (value.ValueKind != JsonValueKind.Undefined)
        {
            json.WritePropertyName(name);
            Write(json, value, name, parent);
        }
    }

    private static void Write(Utf8JsonWriter json, JsonElement value, string name, string parent)
    {
        if (value.ValueKind != JsonValueKind.Null && IsSecret(name, parent))
        {
            json.WriteStringValue(SecretText.Masked);
        }
        else if (name == Payload && value.GetRawText() is { Length: > MostKept } large)
        {
            var bytes = Encoding.UTF8.GetBytes(large);
            json.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"{bytes.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(bytes))}"));
        }
        else
        {
            WriteValue(json, value, name);
        }
    }

    private static void WriteValue(Utf8JsonWriter json, JsonElement value, string name)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var field in value.EnumerateObject())
                {
                    WriteField(json, field.Value, field.Name, name);
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (var item in value.EnumerateArray())
                {
                    WriteValue(json, item, name);
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(SecretText.Mask(value.GetString()!));
                break;
            default:
                json.WriteRawValue(value.GetRawText());
                break;
        }
    }

    // A target's "secret" is the name of one.
    private static bool IsSecret(string name, string parent) => SecretText.IsSecretName(name) && (name, parent) != ("secret", "target");

    private static string Text(ArrayBufferWriter<byte> buffer) => Encoding.UTF8.GetString(buffer.WrittenSpan);
}
