using Microsoft.Extensions.Logging;
using RedisScheduler.Audit;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.Audit;

/// <summary>
/// Appends to the chains inside a transaction: alone, or as the last step of the change that is told of. A chain is locked to the end of the transaction, so that nobody else
/// continues it from the same row; chains are locked by name, so that two that write into several never wait for each other.
/// </summary>
internal sealed class AuditWriter(ILogger<AuditWriter> log)
{
    // An update that changes nothing locks the row, which a SELECT FOR UPDATE does not where there is none yet.
    private const string TakeChain = """
        INSERT INTO audit_chains (scope, anchor_seq, anchor_hash, head_seq, head_hash) VALUES (@Scope, @AnchorSeq, @AnchorHash, @HeadSeq, @HeadHash)
        ON CONFLICT (scope) DO UPDATE SET scope = excluded.scope
        RETURNING *
        """;

    private const string SaveChain = """
        UPDATE audit_chains SET anchor_seq = @AnchorSeq, anchor_hash = @AnchorHash, head_seq = @HeadSeq, head_hash = @HeadHash WHERE scope = @Scope
        """;

    /// <summary>Tells of a change, where there is anything to tell.</summary>
    public Task AppendAsync<T>(Session session, AuditOf<T>? audit, T? before, T? after) where T : class =>
        audit?.Invoke(before, after) is { } entry ? AppendAsync(session, [entry]) : Task.CompletedTask;

    /// <summary>Appends entries in their order.</summary>
    public async Task AppendAsync(Session session, IReadOnlyList<AuditEntry> entries)
    {
        foreach (var chain in entries.GroupBy(entry => entry.Scope ?? AuditRow.Installation).OrderBy(chain => chain.Key, StringComparer.Ordinal))
            await AppendAsync(session, chain.Key, [.. chain]);
    }

    /// <summary>Writes where a chain, which is locked, begins and ends.</summary>
    public static Task SaveAsync(Session session, ChainRow chain) => session.ExecuteAsync(SaveChain, chain);

    /// <summary>Where a chain begins and ends; locks it.</summary>
    public static async Task<ChainRow> LockAsync(Session session, string scope) =>
        (await session.FirstAsync<ChainRow>(TakeChain, new ChainRow { Scope = scope }))!;

    private async Task AppendAsync(Session session, string scope, List<AuditEntry> entries)
    {
        var chain = await LockAsync(session, scope);
        var known = await KnownAsync(session, scope, entries);
        var rows = new List<AuditRow>(entries.Count);
        foreach (var entry in entries.Where(entry => entry.Mark is null || known.Add(entry.Mark)))
        {
            var row = AuditRow.Of(chain.HeadHash, chain.HeadSeq + 1, entry);
            chain = chain with { HeadSeq = row.Seq, HeadHash = row.Hash };
            rows.Add(row);
            session.AfterCommit(() => AuditEvents.Write(log, entry));
        }

        if (rows.Count == 0)
            return;
        await session.RunAsync(AuditRow.Insert, rows);
        await SaveAsync(session, chain);
    }

    private static async Task<HashSet<string>> KnownAsync(Session session, string scope, List<AuditEntry> entries)
    {
        var marks = entries.Select(entry => entry.Mark).OfType<string>().ToArray();
        if (marks.Length == 0)
            return new(StringComparer.Ordinal);
        var sql = $"SELECT mark FROM audit WHERE scope = @Scope AND {session.Dialect.In("mark", "@Marks")}";
        return (await session.ListAsync<string>(sql, new { Scope = scope, Marks = session.Dialect.List(marks) })).ToHashSet(StringComparer.Ordinal);
    }
}
