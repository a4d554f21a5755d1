using System.Text;

namespace RedisScheduler.Redis.Format;

/// <summary>What is made of a text, made anew only where the text is another than the last time.</summary>
internal sealed class Repeated<TValue>(Func<string, TValue> make)
{
    private byte[] last = [];
    private TValue value = default!;

    /// <summary>Of a text that is not empty.</summary>
    public TValue Get(ReadOnlySpan<byte> text)
    {
        if (!text.SequenceEqual(last))
            (last, value) = (text.ToArray(), make(Encoding.UTF8.GetString(text)));
        return value;
    }

    /// <summary>The same; the default where the text is empty.</summary>
    public TValue? GetOrNone(ReadOnlySpan<byte> text) => text.IsEmpty ? default : Get(text);
}
