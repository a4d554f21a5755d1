using RedisScheduler.Access;

namespace RedisScheduler.Audit;

/// <summary>Something that is to be remembered: who did what to what, when, and what it was before and after.</summary>
public sealed record AuditEntry
{
    /// <summary>The tenant; <c>null</c> for what concerns the installation as a whole.</summary>
    public required string? Scope { get; init; }

    /// <summary>When it was done; stored with milliseconds.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What was done.</summary>
    public required AuditAction Action { get; init; }

    /// <summary>To what: a kind and an id, such as <c>schedule/shop.fetch</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>Who did it.</summary>
    public required Actor By { get; init; }

    /// <summary>As JSON text what it was before, of that only what differs; <c>null</c> where there was nothing. Secrets are masked already.</summary>
    public string? Before { get; init; }

    /// <summary>As JSON text what it is after, or what is known of the event.</summary>
    public string? After { get; init; }

    /// <summary>Where the same may be told twice (facts of the engine): what makes it the same. An entry whose mark its scope has already is left out.</summary>
    public string? Mark { get; init; }
}

/// <summary>Tells what is to be remembered of a change, in the transaction of the change; <c>null</c> where nothing is. It must be pure, because it may be called again.</summary>
/// <param name="before">What was there; <c>null</c>: nothing.</param>
/// <param name="after">What is there; <c>null</c>: nothing.</param>
public delegate AuditEntry? AuditOf<in T>(T? before, T? after) where T : class;

/// <summary>An entry as it is kept, in the chain of its scope.</summary>
/// <param name="Seq">Its number in the chain, without gaps from 1.</param>
/// <param name="Entry">What was done.</param>
/// <param name="PreviousHash">The hash of the row before it; see <see cref="AuditHash"/>.</param>
/// <param name="Hash">Its own.</param>
public sealed record AuditRecord(long Seq, AuditEntry Entry, string PreviousHash, string Hash);
