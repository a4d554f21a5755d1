using System.Text;

namespace RedisScheduler.Engine.Processing;

/// <summary>Texts that come from outside, cut to size.</summary>
internal static class Text
{
    /// <summary>The text, cut so that it has at most so many bytes in UTF-8; never in the middle of a character.</summary>
    internal static string? Limit(string? text, int bytes)
    {
        if (text is null || text.Length <= bytes / 3 || Encoding.UTF8.GetByteCount(text) <= bytes)
        {
            return text;
        }

        Encoding.UTF8.GetEncoder().Convert(text, new byte[bytes], flush: false, out var chars, out _, out _);
        return text[..(char.IsHighSurrogate(text[chars - 1]) ? chars - 1 : chars)];
    }
}
