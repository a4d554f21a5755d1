using RedisScheduler.Audit;
using RedisScheduler.Storage.Access;
using RedisScheduler.Storage.Audit;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.Definitions;

/// <summary>
/// The changes of one transaction. None of them writes what another one locks, so that it does not matter which comes first. One that is refused by its own decision has written nothing
/// and leaves the others alone; any other error ends the transaction.
/// </summary>
internal sealed class DefinitionBatch(Session session, AuditWriter writer, long nowMs)
{
    private readonly List<(DefinitionChange Change, DefinitionEffects Effects, long Revision)> decided = [];
    private readonly HashSet<string> keys = new(StringComparer.Ordinal);

    /// <summary>Those that are to be made again, with more locks or after the others.</summary>
    public List<DefinitionChange> Again { get; } = [];

    /// <summary>Those that are refused, and why.</summary>
    public Dictionary<DefinitionChange, Exception> Refused { get; } = [];

    public async Task RunAsync(IReadOnlyCollection<DefinitionChange> changes)
    {
        await LockAsync(changes);
        await session.RunAsync(
            ScheduleStatements.MarkSynced,
            [.. changes.OfType<SyncNote>().SelectMany(note => note.Versions).OrderBy(version => version.Key, StringComparer.Ordinal)]
        );
        var before = await DefinitionReads.ReadAsync(session, changes);
        foreach (var change in changes)
            Decide(change, before);
        if (decided.Exists(each => each.Effects.Any))
            await WriteAsync(before);
    }

    private Task LockAsync(IReadOnlyCollection<DefinitionChange> changes) =>
        session.LockAsync(
            new SortedSet<string>(changes.Select(change => change.Scope).OfType<string>().Select(ScopeStore.LockName), StringComparer.Ordinal),
            new SortedSet<string>(changes.SelectMany(change => change.Locks), StringComparer.Ordinal)
        );

    private void Decide(DefinitionChange change, DefinitionReads before)
    {
        try
        {
            // What another one writes too, such as an id that a workflow takes, is not what was read any more.
            if (change.Decide(before) is { } effects && effects.Keys.All(keys.Add))
                decided.Add((change, effects, 0));
            else
                Again.Add(change);
        }
#pragma warning disable CA1031 // Whatever it is, it is what the caller gets.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Refused.Add(change, error);
        }
    }

    private async Task WriteAsync(DefinitionReads before)
    {
        var changed = decided.FindAll(each => each.Effects.Any);
        var revisions = await session.ListAsync<long>(session.Dialect.NextRevisions, new { changed.Count });
        changed = [.. changed.Zip(revisions, (each, revision) => each with { Revision = revision })];
        await RemoveAsync(changed);
        await SaveAsync(changed);
        await writer.AppendAsync(session, [.. changed.Select(each => each.Change.Note(before, each.Revision)).OfType<AuditEntry>()]);
    }

    private async Task RemoveAsync(List<(DefinitionChange Change, DefinitionEffects Effects, long Revision)> changed)
    {
        var removed = changed.SelectMany(each => each.Effects.Removed.Select(view => (View: view, each.Revision))).ToList();
        await session.RunAsync(ScheduleStatements.Delete, removed.ConvertAll(each => ScheduleRow.Of(each.View.Schedule, each.Revision, each.View)));
        await session.RunAsync(RevisionRow.Insert, removed.ConvertAll(each => RevisionRow.OfDeleted(each.View, each.Revision, nowMs)));
        await session.RunAsync(WorkflowRow.Delete, [.. changed.Select(each => each.Effects.RemovedWorkflow).OfType<Workflows.Workflow>().Select(workflow => WorkflowRow.Of(workflow, 0))]);
    }

    private async Task SaveAsync(List<(DefinitionChange Change, DefinitionEffects Effects, long Revision)> changed)
    {
        await session.RunAsync(
            WorkflowRow.Upsert,
            [.. changed.Where(each => each.Effects.SavedWorkflow is not null).Select(each => WorkflowRow.Of(each.Effects.SavedWorkflow!, each.Revision))]
        );
        var saved = changed
            .SelectMany(each => each.Effects.Saved.Select(pair => (pair.Before, pair.After, each.Revision)))
            .OrderBy(each => each.After.Schedule.Key, StringComparer.Ordinal)
            .ToList();
        ScheduleRow[] rows = [.. saved.Select(each => ScheduleRow.Of(each.After.Schedule, each.Revision, each.Before))];
        Check(await session.RunAsync(ScheduleStatements.Add, Array.FindAll(rows, row => row.ReadRevision == 0)));
        Check(await session.RunAsync(ScheduleStatements.Change, Array.FindAll(rows, row => row.ReadRevision != 0)));
        await session.RunAsync(StateRow.Upsert, saved.ConvertAll(each => StateRow.Of(each.After)));
        await session.RunAsync(RevisionRow.Insert, [.. saved.Select(each => RevisionRow.Of(each.Before, each.After, each.Revision)).OfType<RevisionRow>()]);
    }

    private static void Check(IReadOnlyList<ScheduleRow> leftAlone)
    {
        if (leftAlone.Count > 0)
            throw new IdTakenException(leftAlone[0].Id);
    }
}
