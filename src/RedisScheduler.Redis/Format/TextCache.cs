using System.Collections.Concurrent;

namespace RedisScheduler.Redis.Format;

/// <summary>
/// Remembers what was made of a text, because the same ones come again and again. Two generations of about <paramref name="capacity"/> entries each: when the young one is full it
/// becomes the old one, so what is in use stays and what is not goes.
/// </summary>
internal sealed class TextCache<TValue>(int capacity, Func<string, TValue> make)
{
    private readonly Lock turning = new();
    private volatile ConcurrentDictionary<string, TValue> young = new(StringComparer.Ordinal);
    private volatile ConcurrentDictionary<string, TValue> old = new(StringComparer.Ordinal);
    private int count;

    public TValue Get(ReadOnlySpan<char> text)
    {
        if (young.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var value))
            return value;
        var key = text.ToString();
        if (!old.TryGetValue(key, out value))
            value = make(key);
        if (young.TryAdd(key, value) && Interlocked.Increment(ref count) >= capacity)
            Turn();
        return value;
    }

    private void Turn()
    {
        lock (turning)
        {
            if (count < capacity)
                return;
            (old, young) = (young, new ConcurrentDictionary<string, TValue>(StringComparer.Ordinal));
            count = 0;
        }
    }
}
