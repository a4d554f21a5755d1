using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Definitions;
using RedisScheduler.Storage.Columns;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.Audit;

/// <summary>A row of <c>audit</c>.</summary>
internal sealed record AuditRow
{
    /// <summary>The scope of what concerns the installation as a whole.</summary>
    public const string Installation = "";

    // The last millisecond of the year 9999.
    private const long LastMs = 253_402_300_799_999;

    public static readonly BulkStatement<AuditRow> Insert = new BulkStatement<AuditRow>(
        """
        INSERT INTO audit (scope, seq, at, action, subject, actor_id, actor_name, before_json, after_json, mark, previous_hash, hash)
        SELECT r.scope, r.seq, r.at, r.action, r.subject, r.actor_id, r.actor_name, r.before_json, r.after_json, r.mark, r.previous_hash, r.hash
        FROM {rows} WHERE true
        """
    )
        .Text("scope", row => row.Scope)
        .Number("seq", row => row.Seq)
        .Number("at", row => row.At)
        .Text("action", row => row.Action)
        .Text("subject", row => row.Subject)
        .Text("actor_id", row => row.ActorId)
        .Text("actor_name", row => row.ActorName)
        .Text("before_json", row => row.BeforeJson)
        .Text("after_json", row => row.AfterJson)
        .Text("mark", row => row.Mark)
        .Text("previous_hash", row => row.PreviousHash)
        .Text("hash", row => row.Hash);

    public string Scope { get; init; } = "";
    public long Seq { get; init; }
    public long At { get; init; }
    public string Action { get; init; } = "";
    public string Subject { get; init; } = "";
    public string? ActorId { get; init; }
    public string ActorName { get; init; } = "";
    public string? BeforeJson { get; init; }
    public string? AfterJson { get; init; }
    public string? Mark { get; init; }
    public string PreviousHash { get; init; } = "";
    public string Hash { get; init; } = "";

    public static AuditRow Of(string previousHash, long seq, AuditEntry entry)
    {
        var row = new AuditRow
        {
            Scope = entry.Scope ?? Installation,
            Seq = seq,
            At = entry.At.ToUnixTimeMilliseconds(),
            Action = Word.Of(entry.Action),
            Subject = StoredText.Clean(entry.Subject)!,
            ActorId = entry.By.KeyId,
            ActorName = StoredText.Clean(entry.By.Name)!,
            BeforeJson = StoredText.Clean(entry.Before),
            AfterJson = StoredText.Clean(entry.After),
            Mark = entry.Mark,
            PreviousHash = previousHash,
        };
        return row with { Hash = row.ComputedHash };
    }

    /// <summary>The hash of what the row says now.</summary>
    public string ComputedHash => AuditHash.Of(PreviousHash, Seq, ToEntry());

    /// <summary>What the row says now, whatever its hash says; readable also where somebody wrote nonsense into it.</summary>
    public AuditEntry ToEntry() =>
        new()
        {
            Scope = ScopeOf(Scope),
            At = Math.Clamp(At, 0, LastMs).ToMoment(),
            Action = Words.Of<AuditAction>().GetValueOrDefault(Action),
            Subject = Subject,
            By = new Actor(ActorId, ActorName),
            Before = BeforeJson,
            After = AfterJson,
            Mark = Mark,
        };

    public AuditRecord ToRecord() => new(Seq, ToEntry(), PreviousHash, Hash);

    public static string? ScopeOf(string stored) => stored == Installation ? null : stored;
}

/// <summary>A row of <c>audit_chains</c>.</summary>
internal sealed record ChainRow
{
    public string Scope { get; init; } = "";
    public long AnchorSeq { get; init; }
    public string AnchorHash { get; init; } = AuditHash.First;
    public long HeadSeq { get; init; }
    public string HeadHash { get; init; } = AuditHash.First;
}
