using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Schedules;
using RedisScheduler.Storage;
using RedisScheduler.Workflows;

namespace RedisScheduler.Dashboard.Tests.Fakes;

/// <summary>Scopes in memory.</summary>
internal sealed class FakeScopes : IScopeStore
{
    private readonly SortedDictionary<string, Scope> scopes = new(StringComparer.Ordinal);
    private readonly TimeProvider time;

    public FakeScopes(TimeProvider time)
    {
        this.time = time;
        Add(Scopes.Default, "Default");
    }

    public void Add(string id, string name) => scopes[id] = new Scope { Id = id, Name = name, CreatedAt = time.GetUtcNow(), UpdatedAt = time.GetUtcNow() };

    public Task<Scope?> FindAsync(string id, CancellationToken cancel) => Task.FromResult(scopes.GetValueOrDefault(id));

    public Task<Page<Scope>> ListAsync(int limit, string? cursor, CancellationToken cancel) => Task.FromResult(new Page<Scope>([.. scopes.Values], null));

    public Task<Change<Scope>> ChangeAsync(string id, Func<Scope?, Scope> decide, AuditOf<Scope>? audit, CancellationToken cancel)
    {
        var before = scopes.GetValueOrDefault(id);
        scopes[id] = decide(before);
        return Task.FromResult(new Change<Scope>(before, scopes[id], 0));
    }
}
