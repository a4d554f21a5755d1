using System.Collections.Concurrent;

namespace RedisScheduler.Redis.Format;

/// <summary>
/// Remembers what was made of a text, because the same ones come again and again. Two generations of about <paramref name="capacity"/> entries each: when the young one is full it
/// becomes the old one, so what is in use stays and what is not goes.
/// </summary>
internal sealed class TextCache<TKey, TValue>(int capacity, Func<TKey, TValue> make)
    where TKey : notnull
{
    private readonly Lock turning = new();
    private volatile ConcurrentDictionary<TKey, TValue> young = new();
    private volatile ConcurrentDictionary<TKey, TValue> old = new();
    private int count;

    public TValue Get(TKey key)
    {
        if (young.TryGetValue(key, out var value))
            return value;
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
            old = young;
            young = new();
            count = 0;
        }
    }
}
