using System.Text;
using RedisScheduler.Errors;

namespace RedisScheduler.Definitions;

/// <summary>Reads payloads: any JSON, kept as it was written, byte for byte.</summary>
public static class PayloadReader
{
    /// <summary>The most bytes of a payload: 256 KiB.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>The payload in a field; <c>null</c> where there is none.</summary>
    /// <exception cref="TooLargeException">It is over the limit.</exception>
    public static string? Read(ObjectReader reader, string name)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.Any(name) is not { } payload)
        {
            return null;
        }

        var text = payload.GetRawText();
        return Encoding.UTF8.GetByteCount(text) <= MaxBytes ? text : throw new TooLargeException(reader.At(name), MaxBytes);
    }
}
