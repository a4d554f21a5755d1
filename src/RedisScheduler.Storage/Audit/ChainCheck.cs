using RedisScheduler.Audit;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.Audit;

/// <summary>Reads chains from their anchors to their heads and tells what does not fit: a row that is missing, added, moved or changed.</summary>
internal sealed class ChainCheck(Session session)
{
    private const int PageSize = 1_000;

    // A chain whose row in audit_chains is gone still has its rows.
    private const string Chains = """
        SELECT s.scope, coalesce(c.anchor_seq, 0) AS anchor_seq, coalesce(c.anchor_hash, '') AS anchor_hash, coalesce(c.head_seq, 0) AS head_seq, coalesce(c.head_hash, '') AS head_hash
        FROM (SELECT scope FROM audit_chains UNION SELECT DISTINCT scope FROM audit) s LEFT JOIN audit_chains c ON c.scope = s.scope
        WHERE @Scope IS NULL OR s.scope = @Scope ORDER BY s.scope
        """;

    private const string Page = "SELECT * FROM audit WHERE scope = @Scope AND seq > @After ORDER BY seq LIMIT @Take";

    private readonly List<AuditFault> faults = [];

    public async Task<AuditVerification> RunAsync(string? scope)
    {
        var chains = new List<AuditChain>();
        foreach (var chain in await session.ListAsync<ChainRow>(Chains, new { Scope = scope }))
            chains.Add(await CheckAsync(chain));
        return new AuditVerification(chains, faults);
    }

    private async Task<AuditChain> CheckAsync(ChainRow chain)
    {
        var (seq, hash, count) = (chain.AnchorSeq, chain.AnchorHash, 0L);
        for (var after = long.MinValue; ; )
        {
            var rows = await session.ListAsync<AuditRow>(Page, new { chain.Scope, After = after, Take = PageSize });
            foreach (var row in rows)
            {
                Check(row, seq, hash);
                (seq, hash) = (row.Seq, row.Hash);
                count++;
            }

            if (rows.Count < PageSize)
                break;
            after = rows[^1].Seq;
        }

        if (seq < chain.HeadSeq)
            Fault(chain.Scope, seq + 1, $"The rows {seq + 1} to {chain.HeadSeq} at the end are missing.");
        else if (seq > chain.HeadSeq || hash != chain.HeadHash)
            Fault(chain.Scope, seq, "The chain was to end elsewhere.");
        return new AuditChain(AuditRow.ScopeOf(chain.Scope), count, chain.AnchorSeq, seq, hash);
    }

    private void Check(AuditRow row, long previous, string previousHash)
    {
        if (row.Seq > previous + 1)
            Fault(row.Scope, previous + 1, previous + 2 == row.Seq ? "The row is missing." : $"The rows {previous + 1} to {row.Seq - 1} are missing.");
        else if (row.Seq <= previous)
            Fault(row.Scope, row.Seq, "The row is older than the beginning of the chain.");
        else if (row.PreviousHash != previousHash)
            Fault(row.Scope, row.Seq, "The row follows another one than the one before it.");
        if (row.Hash != row.ComputedHash)
            Fault(row.Scope, row.Seq, "The row was changed.");
    }

    private void Fault(string scope, long seq, string what)
    {
        if (faults.Count < AuditVerification.MostFaults)
            faults.Add(new AuditFault(AuditRow.ScopeOf(scope), seq, what));
    }
}
