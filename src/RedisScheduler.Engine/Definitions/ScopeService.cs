using System.Collections.Concurrent;
using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Engine.Audit;
using RedisScheduler.Errors;
using RedisScheduler.Schedules;
using RedisScheduler.Storage;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Definitions;

/// <summary>Makes, lists, pauses and resumes scopes: SQL first, then Redis; where Redis does not answer, the Reconciler applies it later.</summary>
public sealed class ScopeService
{
    private const string Kind = "scope";
    private const int SyncPage = 500;

    private readonly IScopeStore store;
    private readonly IDefinitionStore definitions;
    private readonly ScheduleSync sync;
    private readonly PendingRuns pending;
    private readonly TimeProvider time;

    // Scopes are never deleted, so one that was seen is there for ever.
    private readonly ConcurrentDictionary<string, bool> seen = new(StringComparer.Ordinal) { [Scopes.Default] = true };

    internal ScopeService(IScopeStore store, IDefinitionStore definitions, ScheduleSync sync, PendingRuns pending, TimeProvider time) =>
        (this.store, this.definitions, this.sync, this.pending, this.time) = (store, definitions, sync, pending, time);

    /// <summary>Whether there is a scope; asks SQL only for those that were not seen yet.</summary>
    public async Task<bool> ExistsAsync(string id, CancellationToken cancel)
    {
        if (seen.ContainsKey(id))
        {
            return true;
        }

        return await store.FindAsync(id, cancel) is not null && (seen[id] = true);
    }

    /// <summary>A scope; <c>null</c> when there is none.</summary>
    public Task<Scope?> FindAsync(string id, CancellationToken cancel) => store.FindAsync(id, cancel);

    /// <summary>Scopes by id.</summary>
    public Task<Page<Scope>> ListAsync(int limit, string? cursor, CancellationToken cancel) => store.ListAsync(limit, cursor, cancel);

    /// <summary>Makes a scope.</summary>
    /// <exception cref="InvalidInputException">The id is not valid.</exception>
    /// <exception cref="ConflictException">The id is taken.</exception>
    public async Task<Scope> CreateAsync(string id, string name, Actor by, CancellationToken cancel)
    {
        Ids.Check("id", id);
        var now = Now;
        var made = await store.ChangeAsync(
            id,
            before => before is null ? new Scope { Id = id, Name = name, CreatedAt = now, UpdatedAt = now } : throw new ConflictException($"The scope '{id}' is there already."),
            new Audits(by, now).Scope(id),
            cancel
        );
        seen[id] = true;
        return made.After!;
    }

    /// <summary>Pauses all schedules of a scope, those too that are made later; one that is paused takes the new reason and end. Pauses of schedules and workflows stay beside it.</summary>
    /// <exception cref="MissingException">There is no such scope.</exception>
    /// <exception cref="InvalidInputException">The pause would end in the past.</exception>
    public async Task<PausedScope> PauseAsync(string id, PauseRequest request, Actor by, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var now = Now;
        Pauses.CheckUntil(request, now);
        var paused = await ChangeAsync(id, new Audits(by, now, AuditAction.Pause), _ => Pauses.Of(request, by.Name, now), cancel);
        if (request.CancelPending)
        {
            await pending.CancelAsync(id, by.Name, cancel);
        }

        return paused;
    }

    /// <summary>Ends the pause of a scope: each schedule that has no pause of its own is next due at its first due time after now.</summary>
    /// <exception cref="MissingException">There is no such scope.</exception>
    public async Task<PausedScope> ResumeAsync(string id, Actor by, CancellationToken cancel)
    {
        var now = Now;
        return await ChangeAsync(id, new Audits(by, now, AuditAction.Resume), pause => pause?.Holds(now) == true ? pause with { Until = now } : pause, cancel);
    }

    private DateTimeOffset Now => Revisions.Milliseconds(time.GetUtcNow());

    private async Task<PausedScope> ChangeAsync(string id, Audits audits, Func<Pause?, Pause?> decide, CancellationToken cancel)
    {
        var done = await store.ChangeAsync(
            id,
            before =>
            {
                var scope = before ?? throw new MissingException(Kind, id);
                var pause = decide(scope.Pause);
                return pause == scope.Pause ? scope : scope with { Pause = pause, UpdatedAt = audits.At };
            },
            audits.Scope(id),
            cancel
        );
        return new PausedScope(done.After!, done.Revision == 0 || await SyncAsync(id, audits.At));
    }

    // To its end, whether or not the caller still waits: the pause is saved already.
    private async Task<bool> SyncAsync(string scope, DateTimeOffset now)
    {
        var query = new ScheduleQuery(scope) { Now = now, Limit = SyncPage };
        do
        {
            var page = await definitions.ListSchedulesAsync(query, CancellationToken.None);
            var applied = await sync.ApplyAsync([], page.Items, 0);
            if (applied.Any(view => view.Schedule.SyncedRevision < view.Schedule.Revision))
            {
                return false;
            }

            query = query with { Cursor = page.NextCursor };
        } while (query.Cursor is not null);

        return true;
    }
}

/// <summary>A scope that was paused or resumed.</summary>
/// <param name="Scope">The scope as it is now.</param>
/// <param name="IsApplied">Whether Redis has it for all schedules; else the Reconciler applies it when Redis answers.</param>
public sealed record PausedScope(Scope Scope, bool IsApplied);
