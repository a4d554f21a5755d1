using RedisScheduler.Audit;
using RedisScheduler.Storage;
using RedisScheduler.Workflows;

namespace RedisScheduler.Access;

/// <summary>Scopes in SQL. The scope <see cref="Schedules.Scopes.Default"/> is always there.</summary>
public interface IScopeStore
{
    /// <summary>A scope; <c>null</c> when there is none.</summary>
    Task<Scope?> FindAsync(string id, CancellationToken cancel);

    /// <summary>Scopes by id.</summary>
    Task<Page<Scope>> ListAsync(int limit, string? cursor, CancellationToken cancel);

    /// <summary>
    /// Makes or changes a scope, in one transaction that excludes other changes of it and of all definitions in it. <paramref name="decide"/> is given what is there and answers what
    /// shall be; it must be pure, because it may be called again. Where the pause differs, every schedule of the scope gets a new revision, so that it is applied again in Redis.
    /// What <paramref name="audit"/> tells of a change is written with it.
    /// </summary>
    Task<Change<Scope>> ChangeAsync(string id, Func<Scope?, Scope> decide, AuditOf<Scope>? audit, CancellationToken cancel);
}
