using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;
using RedisScheduler.Errors;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.Columns;

/// <summary>Where a page ended: the name of the list's order and the last row's sort key, opaque to clients.</summary>
internal static class Cursor
{
    public static string Write(string order, params IEnumerable<string> key) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes([order, .. key], TextJson.Default.StringArray));

    /// <summary>The key of a cursor that a list of this order gave; <c>null</c> where there is no cursor.</summary>
    public static string[]? Read(string? cursor, string order, int length)
    {
        if (string.IsNullOrEmpty(cursor))
            return null;
        try
        {
            var parts = JsonSerializer.Deserialize(Base64Url.DecodeFromChars(cursor), TextJson.Default.StringArray);
            if (parts is not null && parts.Length == length + 1 && parts[0] == order && !Array.Exists(parts, part => part is null))
                return parts[1..];
        }
        catch (Exception error) when (error is FormatException or JsonException or DecoderFallbackException) { }

        throw Refusal();
    }

    /// <summary>A number of a cursor's key.</summary>
    public static long Number(string part) =>
        long.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Refusal();

    private static InvalidInputException Refusal() =>
        new(new Dictionary<string, string[]> { ["cursor"] = ["is not a cursor that this list answered"] });
}
