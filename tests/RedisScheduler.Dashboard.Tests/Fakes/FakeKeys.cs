using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Engine.Access;
using RedisScheduler.Schedules;

namespace RedisScheduler.Dashboard.Tests.Fakes;

/// <summary>A key of each role; what people type is the key's id.</summary>
internal sealed class FakeKeys(TimeProvider time) : IApiKeyStore, IKeyCheck
{
    private readonly Dictionary<string, ApiKey> keys = new(StringComparer.Ordinal);

    public ApiKey Add(string id, string name, Role role, string? scope = Scopes.Default) =>
        keys[id] = new ApiKey(id, name, "", role, scope, time.GetUtcNow());

    public Task<ApiKey?> CheckAsync(string presentedKey, CancellationToken cancel) => FindAsync(presentedKey, cancel);

    public Task<ApiKey?> FindAsync(string id, CancellationToken cancel) => Task.FromResult(keys.GetValueOrDefault(id));

    public Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<ApiKey>>([.. keys.Values]);

    public Task SaveAsync(ApiKey key, AuditEntry? audit, CancellationToken cancel)
    {
        keys[key.Id] = key;
        return Task.CompletedTask;
    }

    public Task<bool> DeleteAsync(string id, AuditEntry? audit, CancellationToken cancel) => Task.FromResult(keys.Remove(id));
}
