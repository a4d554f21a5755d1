using StackExchange.Redis;

namespace RedisScheduler.Redis.Adapter;

/// <summary>A script's answer, which is one flat list, read from its begin to its end.</summary>
internal sealed class Reply(RedisValue[] values)
{
    private int at;

    public bool AtEnd => at >= values.Length;

    public int Left => values.Length - at;

    /// <summary>Leaves so many values out.</summary>
    public void Skip(int count) => at += count;

    /// <summary>The next value as a text; <c>null</c> where it is missing or empty.</summary>
    public string? Text()
    {
        var value = values[at++];
        return value.IsNullOrEmpty ? null : (string?)value;
    }

    /// <summary>The next value as a text that must be there.</summary>
    public string Word() => Text() ?? throw new InvalidDataException($"A script's answer has no value at position {at - 1}.");

    /// <summary>The next value as it came; none where it is missing.</summary>
    public byte[] Bytes() => values[at++] is { IsNull: false } value ? (byte[])value! : [];

    /// <summary>The next value as an integer; <c>null</c> where it is missing or empty.</summary>
    public long? Number()
    {
        var value = values[at++];
        return value.IsNullOrEmpty ? null : (long)value;
    }

    /// <summary>The next value as an integer; 0 where it is missing or empty.</summary>
    public long Count() => Number() ?? 0;
}
