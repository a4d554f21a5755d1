namespace RedisScheduler.Errors;

/// <summary>Whether a store answers.</summary>
public interface IStoreHealth
{
    /// <summary><c>redis</c> or <c>database</c>.</summary>
    string Store { get; }

    /// <summary>Returns when it answers; throws <see cref="StoreUnavailableException"/> when it does not within a second or so.</summary>
    Task PingAsync(CancellationToken cancel);
}
