using System.Text;

namespace RedisScheduler.Worker.Targets;

/// <summary>Keeps texts from outside within bounds, and in a form that every store can keep.</summary>
internal static class BoundedText
{
    /// <summary>The most of an output that is kept, in bytes of UTF-8.</summary>
    public const int OutputBytes = 64 * 1024;

    /// <summary>The most of an error's details that is kept, in bytes of UTF-8.</summary>
    public const int DetailsBytes = 16 * 1024;

    private const char Replacement = '\uFFFD';

    /// <summary>The beginning of a text, at most so many bytes of UTF-8, never with half a character at its end. NUL and lone surrogates, which PostgreSQL refuses, are replaced.</summary>
    public static string Cut(string text, int maxBytes)
    {
        var clean = text.Replace('\0', Replacement);
        var bytes = 0;
        var length = 0;
        var broken = false;
        foreach (var rune in clean.EnumerateRunes())
        {
            bytes += rune.Utf8SequenceLength;
            if (bytes > maxBytes)
            {
                break;
            }

            // A lone surrogate is enumerated as the replacement character, which is as long in UTF-16.
            broken |= rune.Value == Replacement;
            length += rune.Utf16SequenceLength;
        }

        var cut = clean[..length];
        return broken ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut)) : cut;
    }

    /// <summary>The same of bytes that should be UTF-8.</summary>
    public static string Cut(ReadOnlySpan<byte> utf8, int maxBytes)
    {
        var end = utf8.Length;
        if (utf8.Length > maxBytes)
        {
            end = maxBytes;
            while (end > 0 && IsContinuation(utf8[end]))
            {
                end--;
            }
        }

        return Cut(Encoding.UTF8.GetString(utf8[..end]), maxBytes);
    }

    private static bool IsContinuation(byte value) => (value & 0b1100_0000) == 0b1000_0000;
}
