using RedisScheduler.Audit;
using RedisScheduler.Storage.Columns;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.Audit;

/// <summary>
/// The audit log. Callers that append at the same moment share a transaction: a chain is written by one at a time, so that each with one of its own would wait for all before it.
/// </summary>
internal sealed class AuditLog(Database database, AuditWriter writer) : IAuditLog, IDisposable
{
    private const string Order = "audit";

    // The first row of a chain is the one after its anchor, so that this looks at one row a chain.
    private const string OldChains = """
        SELECT c.scope FROM audit_chains c JOIN audit a ON a.scope = c.scope AND a.seq = c.anchor_seq + 1 WHERE a.at < @Before
        """;

    private readonly Lock gate = new();
    private readonly SemaphoreSlim turn = new(1);
    private List<AuditEntry> waiting = [];
    private Task? next;

    public Task AppendAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancel)
    {
        if (entries.Count == 0)
            return Task.CompletedTask;
        lock (gate)
        {
            waiting.AddRange(entries);
            return (next ??= Task.Run(AppendNextAsync, CancellationToken.None)).WaitAsync(cancel);
        }
    }

    public Task<Page<AuditRecord>> ListAsync(AuditQuery query, CancellationToken cancel) =>
        database.ReadAsync(session => ListAsync(session, query), cancel);

    public Task<AuditVerification> VerifyAsync(string? scope, CancellationToken cancel) =>
        database.SnapshotAsync(session => new ChainCheck(session).RunAsync(scope), cancel);

    public async Task<int> DeleteBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancel)
    {
        var before = moment.ToUnixTimeMilliseconds();
        var chains = await database.ReadAsync(session => session.ListAsync<string>(OldChains, new { Before = before }), cancel);
        var deleted = 0;
        foreach (var scope in chains)
            deleted += await database.WriteAsync(session => DeleteAsync(session, scope, before, limit), cancel);
        return deleted;
    }

    public void Dispose() => turn.Dispose();

    private async Task AppendNextAsync()
    {
        await turn.WaitAsync();
        try
        {
            List<AuditEntry> entries;
            lock (gate)
                (entries, waiting, next) = (waiting, [], null);
            await database.WriteAsync(
                async session =>
                {
                    await writer.AppendAsync(session, entries);
                    return true;
                },
                CancellationToken.None
            );
        }
        finally
        {
            turn.Release();
        }
    }

    private static async Task<int> DeleteAsync(Session session, string scope, long before, int limit)
    {
        var chain = await AuditWriter.LockAsync(session, scope);
        var first = await session.ListAsync<AuditRow>("SELECT * FROM audit WHERE scope = @scope ORDER BY seq LIMIT @limit", new { scope, limit });
        if (first.TakeWhile(row => row.At < before).LastOrDefault() is not { } last)
            return 0;
        await AuditWriter.SaveAsync(session, chain with { AnchorSeq = last.Seq, AnchorHash = last.Hash });
        return await session.ExecuteAsync("DELETE FROM audit WHERE scope = @scope AND seq <= @Seq", new { scope, last.Seq });
    }

    private static async Task<Page<AuditRecord>> ListAsync(Session session, AuditQuery query)
    {
        var after = Cursor.Read(query.Cursor, Order, 3);
        var values = new
        {
            query.Scope,
            Action = query.Action is { } action ? Word.Of(action) : null,
            query.Subject,
            From = query.From.ToMs(),
            To = query.To.ToMs(),
            AfterAt = after is null ? 0 : Cursor.Number(after[0]),
            AfterScope = after?[1],
            AfterSeq = after is null ? 0 : Cursor.Number(after[2]),
            Take = query.Limit + 1,
        };
        var where = new Where("seq > 0")
            .If(values.Scope, "scope = @Scope")
            .If(values.Action, "action = @Action")
            .If(values.Subject, "subject = @Subject")
            .If(values.From, "at >= @From")
            .If(values.To, "at < @To")
            .If(after, "(at, scope, seq) < (@AfterAt, @AfterScope, @AfterSeq)");
        var rows = await session.ListAsync<AuditRow>($"SELECT * FROM audit {where} ORDER BY at DESC, scope DESC, seq DESC LIMIT @Take", values);
        return Paging.Page(rows, query.Limit, row => row.ToRecord(), row => Cursor.Write(Order, $"{row.At}", row.Scope, $"{row.Seq}"));
    }
}
