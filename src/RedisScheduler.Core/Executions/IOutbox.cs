namespace RedisScheduler.Executions;

/// <summary>The facts that wait for SQL, in the order in which they happened.</summary>
public interface IOutbox : IOutboxReader
{
    /// <summary>Takes or keeps the right to read, for so long; false while another process has it.</summary>
    Task<bool> TryHoldAsync(string owner, TimeSpan lease, CancellationToken cancel);

    /// <summary>Gives the right back.</summary>
    Task ReleaseAsync(string owner, CancellationToken cancel);

    /// <summary>Removes the oldest <paramref name="count"/> entries, if the owner still holds the right; false when it does not.</summary>
    Task<bool> TrimAsync(string owner, int count, CancellationToken cancel);
}

/// <summary>Entries of the outbox.</summary>
/// <param name="Events">The facts, oldest first.</param>
/// <param name="Unreadable">What is no fact: somebody else wrote it, or another version.</param>
/// <param name="Length">How many entries they are, as <see cref="IOutbox.TrimAsync"/> counts.</param>
/// <param name="More">Whether others follow.</param>
public sealed record OutboxBatch(IReadOnlyList<JobEvent> Events, IReadOnlyList<UnreadableEntry> Unreadable, int Length, bool More);

/// <summary>A part of an entry that is no fact.</summary>
/// <param name="Text">The part.</param>
/// <param name="Reason">Why it cannot be read.</param>
public sealed record UnreadableEntry(string Text, string Reason);
