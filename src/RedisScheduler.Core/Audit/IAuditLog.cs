using RedisScheduler.Storage;

namespace RedisScheduler.Audit;

/// <summary>
/// The audit log in SQL. Each scope has a chain of its own, and the installation one more: so a scope's admin can verify what it may read, without a row of anybody else, and tenants do not
/// wait for each other when they write. Whoever writes into a chain excludes all others until the transaction ends, so that it never forks.
/// </summary>
public interface IAuditLog
{
    /// <summary>Appends entries, in their order, in one transaction.</summary>
    Task AppendAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancel);

    /// <summary>Rows by filter, newest first.</summary>
    Task<Page<AuditRecord>> ListAsync(AuditQuery query, CancellationToken cancel);

    /// <summary>Computes every hash anew and compares: of one scope's chain, or with <c>null</c> of all. Reads one state of the database.</summary>
    Task<AuditVerification> VerifyAsync(string? scope, CancellationToken cancel);

    /// <summary>Deletes rows of before a moment from the beginnings of chains, at most so many of each; the hash of the last one that went stays as the chain's anchor. Answers how many.</summary>
    Task<int> DeleteBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancel);
}

/// <summary>A filter over the audit log.</summary>
/// <param name="Scope">The scope; <c>null</c> for all and the installation.</param>
public sealed record AuditQuery(string? Scope)
{
    /// <summary>The action.</summary>
    public AuditAction? Action { get; init; }

    /// <summary>The whole subject.</summary>
    public string? Subject { get; init; }

    /// <summary>Not before it.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Before it.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>1 to 500.</summary>
    public int Limit { get; init; } = 50;

    /// <summary>Where the page before ended.</summary>
    public string? Cursor { get; init; }
}

/// <summary>What a verification found.</summary>
/// <param name="Chains">The chains that were read.</param>
/// <param name="Faults">What does not fit, at most <see cref="MostFaults"/>.</param>
public sealed record AuditVerification(IReadOnlyList<AuditChain> Chains, IReadOnlyList<AuditFault> Faults)
{
    /// <summary>How many faults are told at most.</summary>
    public const int MostFaults = 100;

    /// <summary>Whether every row is as it was written, and none is missing.</summary>
    public bool Ok => Faults.Count == 0;
}

/// <summary>A chain.</summary>
/// <param name="Scope">Its scope; <c>null</c> for the installation's.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="DeletedTo">The number of the last row that retention deleted; 0 where none was.</param>
/// <param name="HeadSeq">The number of its newest row.</param>
/// <param name="HeadHash">The hash of its newest row: noted elsewhere, it tells later that nothing up to it was rewritten.</param>
public sealed record AuditChain(string? Scope, long Rows, long DeletedTo, long HeadSeq, string HeadHash);

/// <summary>Something that does not fit.</summary>
/// <param name="Scope">The chain.</param>
/// <param name="Seq">The number of the row.</param>
/// <param name="What">What is the matter with it, in words.</param>
public sealed record AuditFault(string? Scope, long Seq, string What);
