namespace RedisScheduler.Errors;

/// <summary>Input was refused, and nothing changed.</summary>
public sealed class InvalidInputException(IReadOnlyDictionary<string, string[]> errors) : Exception("The input is not valid.")
{
    /// <summary>From the JSON path of a field to what is wrong with it.</summary>
    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors;
}

/// <summary>There is no such thing in the scope.</summary>
public sealed class MissingException(string kind, string id) : Exception($"There is no {kind} '{id}'.");

/// <summary>What was asked contradicts what is there.</summary>
public sealed class ConflictException(string message) : Exception(message);

/// <summary>What was to be changed has changed since it was read.</summary>
public sealed class StaleException(string kind, string id) : Exception($"The {kind} '{id}' has changed since it was read.");

/// <summary>A store does not answer. Adapters throw it for lost connections and time-outs, with the cause inside.</summary>
public sealed class StoreUnavailableException(string store, Exception? inner = null) : Exception($"{store} does not answer.", inner)
{
    /// <summary>Which one: <c>redis</c> or <c>database</c>.</summary>
    public string Store { get; } = store;
}

/// <summary>Redis was filled with another number of shards than this process is told; nothing was read or written.</summary>
public sealed class ShardsChangedException(int remembered, int wanted)
    : Exception($"SHARDS: is {wanted}, and Redis was filled with {remembered}. Set it to {remembered}; or stop every process, empty Redis and start again, as docs/shards.md tells.")
{
    /// <summary>The number that Redis was filled with.</summary>
    public int Remembered { get; } = remembered;

    /// <summary>The number that this process is told.</summary>
    public int Wanted { get; } = wanted;
}

/// <summary>A part of the input is larger than is allowed, and nothing changed.</summary>
public sealed class TooLargeException(string path, long limit) : Exception($"{path} is larger than {limit:N0} bytes.")
{
    /// <summary>The JSON path of the part.</summary>
    public string Path { get; } = path;

    /// <summary>How many bytes are allowed.</summary>
    public long Limit { get; } = limit;
}
