using RedisScheduler.Audit;
using RedisScheduler.Storage;

namespace RedisScheduler.Dashboard.Tests.Fakes;

/// <summary>An audit log in memory, in one chain.</summary>
internal sealed class FakeAudit : IAuditLog
{
    private readonly Lock gate = new();
    private readonly List<AuditRecord> records = [];

    public List<AuditFault> Faults { get; } = [];

    public Task AppendAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancel)
    {
        lock (gate)
        {
            foreach (var entry in entries)
            {
                var previous = records.Count == 0 ? AuditHash.First : records[^1].Hash;
                records.Add(new AuditRecord(records.Count + 1, entry, previous, AuditHash.Of(previous, records.Count + 1, entry)));
            }
        }

        return Task.CompletedTask;
    }

    public Task<Page<AuditRecord>> ListAsync(AuditQuery query, CancellationToken cancel)
    {
        lock (gate)
        {
            var found = records.Where(record =>
                (query.Scope is null || record.Entry.Scope == query.Scope)
                && (query.Action is null || record.Entry.Action == query.Action)
                && (query.Subject is null || record.Entry.Subject == query.Subject));
            return Task.FromResult(Paging.Cut([.. found.Reverse()], query.Cursor, query.Limit));
        }
    }

    public Task<AuditVerification> VerifyAsync(string? scope, CancellationToken cancel)
    {
        lock (gate)
            return Task.FromResult(new AuditVerification([new AuditChain(scope, records.Count, 0, records.Count, records.Count == 0 ? "" : records[^1].Hash)], Faults));
    }

    public Task<int> DeleteBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancel) => Task.FromResult(0);
}
