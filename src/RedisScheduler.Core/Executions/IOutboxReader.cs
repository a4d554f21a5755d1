namespace RedisScheduler.Executions;

/// <summary>The facts that wait for SQL, for those who only look.</summary>
public interface IOutboxReader
{
    /// <summary>
    /// The oldest entries but the first <paramref name="skip"/>, at least one and about as many as hold <paramref name="limit"/> facts; they stay until trimmed. What one call changed
    /// may be one entry. Not while entries are trimmed: they are counted from the oldest one. Facts of one schedule are in the order in which they happened.
    /// </summary>
    Task<OutboxBatch> ReadAsync(int skip, int limit, CancellationToken cancel);

    /// <summary>How many entries wait.</summary>
    Task<long> LengthAsync(CancellationToken cancel);
}
