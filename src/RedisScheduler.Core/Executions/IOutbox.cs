namespace RedisScheduler.Executions;

/// <summary>The facts that wait for SQL, in the order in which they happened.</summary>
public interface IOutbox
{
    /// <summary>Takes or keeps the right to read, for so long; false while another process has it.</summary>
    Task<bool> TryHoldAsync(string owner, TimeSpan lease, CancellationToken cancel);

    /// <summary>Gives the right back.</summary>
    Task ReleaseAsync(string owner, CancellationToken cancel);

    /// <summary>The oldest events, at most so many; they stay until trimmed.</summary>
    Task<IReadOnlyList<JobEvent>> ReadAsync(int limit, CancellationToken cancel);

    /// <summary>Removes the oldest <paramref name="count"/> events, if the owner still holds the right; false when it does not.</summary>
    Task<bool> TrimAsync(string owner, int count, CancellationToken cancel);

    /// <summary>How many wait.</summary>
    Task<long> LengthAsync(CancellationToken cancel);
}
