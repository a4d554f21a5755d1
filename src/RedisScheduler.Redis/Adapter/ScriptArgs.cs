using StackExchange.Redis;

namespace RedisScheduler.Redis.Adapter;

/// <summary>The values that a script is called with, one after the other. Missing texts and numbers are sent as the empty text.</summary>
internal sealed class ScriptArgs(int capacity = 16)
{
    private readonly List<RedisValue> values = new(capacity);

    public int Count => values.Count;

    public ScriptArgs Add(string? value)
    {
        values.Add(value ?? "");
        return this;
    }

    public ScriptArgs Add(byte[] utf8)
    {
        values.Add(utf8);
        return this;
    }

    public ScriptArgs Add(long value)
    {
        values.Add(value);
        return this;
    }

    public ScriptArgs Add(long? value)
    {
        values.Add(value is { } number ? number : "");
        return this;
    }

    public ScriptArgs AddAll(IEnumerable<string> texts)
    {
        foreach (var text in texts)
            values.Add(text);
        return this;
    }

    public ScriptArgs AddAll(IEnumerable<long> numbers)
    {
        foreach (var number in numbers)
            values.Add(number);
        return this;
    }

    public ScriptArgs AddAll(ScriptArgs others)
    {
        values.AddRange(others.values);
        return this;
    }

    internal RedisValue[] ToArray() => [.. values];
}
