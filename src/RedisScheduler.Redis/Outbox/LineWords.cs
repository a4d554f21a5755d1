using System.Text;
using RedisScheduler.Redis.Format;

namespace RedisScheduler.Redis.Outbox;

/// <summary>The words of an event's line, from the first to the last; see <see cref="EventText"/>.</summary>
internal ref struct LineWords(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> rest = line;
    private long? first;

    /// <summary>What follows the words that were read, which is JSON or nothing.</summary>
    public readonly ReadOnlySpan<byte> Rest => rest;

    /// <exception cref="FormatException">It is missing.</exception>
    public ReadOnlySpan<byte> Next() =>
        NextOrNone() is { IsEmpty: false } word ? word : throw new FormatException($"A word is missing before '{Encoding.UTF8.GetString(rest)}'.");

    /// <summary>The next word; empty where it is missing.</summary>
    public ReadOnlySpan<byte> NextOrNone()
    {
        if (rest.IsEmpty || rest[0] == EventText.RestMark)
            return default;
        var space = rest.IndexOf((byte)' ');
        var word = space < 0 ? rest : rest[..space];
        rest = space < 0 ? default : rest[(space + 1)..];
        return word.SequenceEqual("-"u8) ? default : word;
    }

    /// <summary>The next number; a time that counts from the first one, where it begins with a +.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public long? NextTime() => NextTime(out _);

    /// <summary>The same, where it may also be a word that says that there is none.</summary>
    public long? NextTime(out bool isTold)
    {
        var word = NextOrNone();
        isTold = !word.IsEmpty;
        if (word.IsEmpty || word.SequenceEqual(EventText.Over))
            return null;
        var number = word[0] == '+' ? first + NumberText.Read(word[1..]) : NumberText.Read(word);
        first ??= number;
        return number;
    }
}
