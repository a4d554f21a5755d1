using RedisScheduler.Schedules;
using RedisScheduler.Storage.Access;
using RedisScheduler.Storage.Connections;
using RedisScheduler.Workflows;

namespace RedisScheduler.Storage.Definitions;

/// <summary>
/// Changes one schedule in a transaction that excludes changes of the same schedule and of the workflows that it names, before and after. These are known only when the row is
/// read and the caller has decided; so an attempt starts with the locks it knows, and answers <c>null</c> to be made again where they turn out too few, or where a workflow that was
/// saved meanwhile took the id.
/// </summary>
internal sealed class ScheduleChange(string scope, string id, long nowMs)
{
    private readonly string key = ScheduleKey.Of(scope, id);
    private readonly SortedSet<string> locks = new(StringComparer.Ordinal) { $"schedule {ScheduleKey.Of(scope, id)}" };

    public async Task<Change<ScheduleView>> RunAsync(
        Database database,
        Func<ScheduleView?, ScheduleView?> decide,
        Func<Session, ScheduleView?, ScheduleView?, Task> changing,
        CancellationToken cancel
    )
    {
        while (true)
        {
            if (await database.WriteAsync(session => TryAsync(session, decide, changing), cancel) is { } change)
                return change;
        }
    }

    private async Task<Change<ScheduleView>?> TryAsync(
        Session session,
        Func<ScheduleView?, ScheduleView?> decide,
        Func<Session, ScheduleView?, ScheduleView?, Task> changing
    )
    {
        await session.ShareAsync(ScopeStore.LockName(scope));
        foreach (var name in locks)
            await session.LockAsync(name);
        var before = await ScheduleReads.FindAsync(session, key, forChange: true);
        if (!Covers(before))
            return null;
        var after = decide(before);
        if (!Covers(after))
            return null;
        if (after is null ? before is null : after.Schedule.Revision != 0)
            return new(before, before, before?.Schedule.Revision ?? 0);

        var revision = await session.FirstAsync<long>(session.Dialect.NextRevision);
        if (after is null)
        {
            await session.ExecuteAsync("DELETE FROM schedules WHERE key = @key", new { key });
            await session.ExecuteAsync(RevisionRow.Insert, RevisionRow.OfDeleted(before!, revision, nowMs));
            await changing(session, before, null);
            return new(before, null, revision);
        }

        if (await session.ExecuteAsync(ScheduleRow.Upsert, ScheduleRow.Of(after.Schedule, revision, before)) == 0)
            return null;
        await session.ExecuteAsync(StateRow.Upsert, StateRow.Of(after));
        if (RevisionRow.Of(before, after, revision) is { } row)
            await session.ExecuteAsync(RevisionRow.Insert, row);
        var written = await ScheduleReads.FindAsync(session, key);
        await changing(session, before, written);
        return new(before, written, revision);
    }

    private bool Covers(ScheduleView? view) => view?.Schedule.WorkflowId is not { } workflow || !locks.Add(WorkflowChange.LockName(scope, workflow));
}
