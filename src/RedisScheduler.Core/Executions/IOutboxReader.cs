namespace RedisScheduler.Executions;

/// <summary>The facts that wait for SQL, for those who only look.</summary>
public interface IOutboxReader
{
    /// <summary>The oldest entries but the first <paramref name="skip"/>, at most so many; they stay until trimmed. Those of one schedule are in the order in which they happened.</summary>
    Task<OutboxBatch> ReadAsync(int skip, int limit, CancellationToken cancel);

    /// <summary>How many wait.</summary>
    Task<long> LengthAsync(CancellationToken cancel);
}
