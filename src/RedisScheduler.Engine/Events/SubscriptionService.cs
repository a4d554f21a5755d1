using System.Text.Json;
using Microsoft.Extensions.Logging;
using RedisScheduler.Access;
using RedisScheduler.Definitions;
using RedisScheduler.Engine.Audit;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Errors;
using RedisScheduler.Storage;
using RedisScheduler.Subscriptions;

namespace RedisScheduler.Engine.Events;

/// <summary>Saves, shows and deletes subscriptions. A change counts for the events that are sent after it.</summary>
public sealed class SubscriptionService
{
    private const string Kind = "subscription";

    private readonly ISubscriptionStore store;
    private readonly TimeProvider time;
    private readonly ILogger log;

    internal SubscriptionService(ISubscriptionStore store, TimeProvider time, ILogger<SubscriptionService> log) => (this.store, this.time, this.log) = (store, time, log);

    /// <summary>Makes a subscription.</summary>
    /// <exception cref="InvalidInputException">It is not valid.</exception>
    /// <exception cref="ConflictException">Its id is taken.</exception>
    public Task<Subscription> CreateAsync(string scope, JsonElement body, Actor by, CancellationToken cancel)
    {
        var draft = SubscriptionReader.Read(body);
        var id = draft.Id ?? Guid.NewGuid().ToString("N");
        return SaveAsync(scope, id, before => before is null ? draft : throw new ConflictException($"The id '{id}' is taken by another subscription."), by, cancel);
    }

    /// <summary>Changes a subscription by a JSON merge patch (RFC 7396). Its id stays.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    /// <exception cref="InvalidInputException">What it would become is not valid.</exception>
    /// <exception cref="StaleException">Its revision is not the one given.</exception>
    public Task<Subscription> PatchAsync(string scope, string id, JsonElement mergePatch, long? ifRevision, Actor by, CancellationToken cancel) =>
        SaveAsync(
            scope,
            id,
            before =>
            {
                Revisions.Check(Kind, id, (before ?? throw new MissingException(Kind, id)).Revision, ifRevision);
                var draft = SubscriptionReader.Read(MergePatch.Apply(SubscriptionJson.Write(before), mergePatch));
                return draft.Id == id ? draft : throw FieldErrors.One("id", $"Cannot be changed; it is '{id}'.");
            },
            by,
            cancel
        );

    /// <summary>Deletes a subscription. Deliveries that are queued already go on.</summary>
    /// <exception cref="MissingException">There is none.</exception>
    /// <exception cref="StaleException">Its revision is not the one given.</exception>
    public async Task DeleteAsync(string scope, string id, long? ifRevision, Actor by, CancellationToken cancel)
    {
        await store.ChangeAsync(
            scope,
            id,
            before =>
            {
                Revisions.Check(Kind, id, (before ?? throw new MissingException(Kind, id)).Revision, ifRevision);
                return null;
            },
            new Audits(by, Revisions.Milliseconds(time.GetUtcNow())).Subscription(scope, id),
            cancel
        );
        log.SubscriptionDeleted(id, scope);
    }

    /// <summary>A subscription; <c>null</c> when there is none.</summary>
    public Task<Subscription?> FindAsync(string scope, string id, CancellationToken cancel) => store.FindAsync(scope, id, cancel);

    /// <summary>All subscriptions by id.</summary>
    public Task<Page<Subscription>> ListAsync(string scope, int limit, string? cursor, CancellationToken cancel) => store.ListAsync(scope, limit, cursor, cancel);

    private async Task<Subscription> SaveAsync(string scope, string id, Func<Subscription?, SubscriptionDraft> wish, Actor by, CancellationToken cancel)
    {
        var now = Revisions.Milliseconds(time.GetUtcNow());
        var done = await store.ChangeAsync(
            scope,
            id,
            before =>
            {
                var draft = wish(before);
                return before is not null && (before.Name, before.Match) == (draft.Name, draft.Match) && TargetJson.Write(before.Target) == TargetJson.Write(draft.Target) ? before
                    : new Subscription
                    {
                        Scope = scope,
                        Id = id,
                        Name = draft.Name,
                        Match = draft.Match,
                        Target = draft.Target,
                        CreatedAt = before?.CreatedAt ?? now,
                        UpdatedAt = now,
                    };
            },
            new Audits(by, now).Subscription(scope, id),
            cancel
        );
        log.SubscriptionSaved(id, scope);
        return done.After!;
    }
}
