using System.Buffers;
using System.Text;

namespace RedisScheduler.Storage.Columns;

/// <summary>
/// Text from outside, such as what a target answered. PostgreSQL keeps neither NUL characters nor halves of surrogate pairs and would refuse the row for ever, so both
/// become U+FFFD, in both databases alike.
/// </summary>
internal static class StoredText
{
    private static readonly SearchValues<char> Suspects = SearchValues.Create([
        '\0',
        .. Enumerable.Range(0xD800, 0x800).Select(code => (char)code),
    ]);

    public static string? Clean(string? text)
    {
        if (text is null || text.AsSpan().IndexOfAny(Suspects) < 0)
            return text;

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        return clean.ToString();
    }
}
