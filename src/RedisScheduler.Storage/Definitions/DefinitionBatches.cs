using RedisScheduler.Errors;
using RedisScheduler.Storage.Audit;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.Definitions;

/// <summary>
/// Makes changes that come at the same time in one transaction: while one is under way the others gather for the next. A change that comes alone waits for nobody. Where a transaction of
/// several fails, each of them is tried alone, so that no change fails for another's fault.
/// </summary>
internal sealed class DefinitionBatches(Database database, AuditWriter writer, TimeProvider time)
{
    /// <summary>How many changes share a transaction at most.</summary>
    internal const int Most = 100;

    private readonly Lock gate = new();
    private readonly LinkedList<DefinitionChange> waiting = new();
    private bool underWay;

    /// <summary>Makes a change as soon as it can be; the change answers its caller.</summary>
    public void Add(DefinitionChange change)
    {
        lock (gate)
        {
            waiting.AddLast(change);
            if (underWay)
                return;
            underWay = true;
        }

        _ = Task.Run(WorkAsync);
    }

    private async Task WorkAsync()
    {
        while (Take() is { } changes)
        {
            if (!await TryAsync(changes))
            {
                foreach (var change in changes)
                    await TryAsync([change]);
            }

            // Those who have just been answered go on first, and may be back with the next change.
            await Task.Yield();
        }
    }

    /// <summary>False where nothing of it has been done and nobody has been answered.</summary>
    private async Task<bool> TryAsync(List<DefinitionChange> changes)
    {
        try
        {
            var done = await database.WriteAsync(RunAsync, CancellationToken.None);
            foreach (var (change, error) in done.Refused)
                change.Fail(error);
            foreach (var change in changes.Except(done.Again).Where(change => !done.Refused.ContainsKey(change)))
                change.Finish();
            GoOn(done.Again);
        }
        catch (StoreUnavailableException error)
        {
            changes.ForEach(change => change.Fail(error));
        }
#pragma warning disable CA1031 // Whatever it is, it is what the caller gets.
        catch (Exception error)
#pragma warning restore CA1031
        {
            if (changes is not [var alone])
                return false;
            FailAlone(alone, error);
        }

        return true;

        async Task<DefinitionBatch> RunAsync(Session session)
        {
            var batch = new DefinitionBatch(session, writer, time.GetUtcNow().ToUnixTimeMilliseconds());
            await batch.RunAsync(changes);
            return batch;
        }
    }

    private void FailAlone(DefinitionChange change, Exception error)
    {
        try
        {
            if (error is IdTakenException taken && change.GoesOnWithout(taken.Id))
                GoOn([change]);
            else
                change.Fail(error);
        }
        catch (ConflictException conflict)
        {
            change.Fail(conflict);
        }
    }

    /// <summary>Before all others, so that none waits for ever.</summary>
    private void GoOn(List<DefinitionChange> again)
    {
        lock (gate)
        {
            for (var i = again.Count - 1; i >= 0; i--)
                waiting.AddFirst(again[i]);
        }
    }

    /// <summary>The next ones of which none locks what another does, in the order in which they came.</summary>
    private List<DefinitionChange>? Take()
    {
        lock (gate)
        {
            var (taken, locked) = (new List<DefinitionChange>(), new HashSet<string>(StringComparer.Ordinal));
            for (var node = waiting.First; node is not null && taken.Count < Most; )
            {
                var (here, next) = (node, node.Next);
                if (here.Value.IsAbandoned)
                {
                    waiting.Remove(here);
                }
                else if (!here.Value.Locks.Overlaps(locked))
                {
                    taken.Add(here.Value);
                    waiting.Remove(here);
                }

                locked.UnionWith(here.Value.Locks);
                node = next;
            }

            underWay = taken.Count > 0;
            return underWay ? taken : null;
        }
    }
}
