using System.Collections.Concurrent;
using RedisScheduler.Audit;
using RedisScheduler.Storage;
using RedisScheduler.Subscriptions;
using RedisScheduler.Workflows;

namespace RedisScheduler.Dashboard.Tests.Fakes;

/// <summary>Subscriptions in memory.</summary>
internal sealed class FakeSubscriptions : ISubscriptionStore
{
    private readonly ConcurrentDictionary<(string Scope, string Id), Subscription> all = new();
    private long revision;

    public Task<Change<Subscription>> ChangeAsync(string scope, string id, Func<Subscription?, Subscription?> decide, AuditOf<Subscription>? audit, CancellationToken cancel)
    {
        var before = all.GetValueOrDefault((scope, id));
        var after = decide(before);
        if (after is null)
            all.TryRemove((scope, id), out _);
        else if (after.Revision == 0)
            all[(scope, id)] = after = after with { Revision = Interlocked.Increment(ref revision) };
        return Task.FromResult(new Change<Subscription>(before, after, revision));
    }

    public Task<Subscription?> FindAsync(string scope, string id, CancellationToken cancel) => Task.FromResult(all.GetValueOrDefault((scope, id)));

    public Task<Page<Subscription>> ListAsync(string scope, int limit, string? cursor, CancellationToken cancel) =>
        Task.FromResult(new Page<Subscription>([.. all.Values.Where(each => each.Scope == scope).OrderBy(each => each.Id, StringComparer.Ordinal)], null));

    public Task<IReadOnlyList<Subscription>> OfScheduleAsync(string scope, string scheduleId, CancellationToken cancel) =>
        throw new NotSupportedException("The dashboard sends no events.");
}
