using RedisScheduler.Audit;
using RedisScheduler.Workflows;

namespace RedisScheduler.Storage.Definitions;

/// <summary>
/// One change of definitions that waits for the transaction which it shares with others (<see cref="DefinitionBatches"/>). It may be tried several times, so what an attempt finds out
/// counts only once that has committed.
/// </summary>
internal abstract class DefinitionChange
{
    /// <summary>The scope that it is in, whose pause stays as it is meanwhile; <c>null</c> where that does not matter.</summary>
    public string? Scope { get; protected init; }

    /// <summary>What no other change may touch meanwhile. Grows where an attempt finds that it needs more.</summary>
    public SortedSet<string> Locks { get; } = new(StringComparer.Ordinal);

    /// <summary>The key of the schedule that it reads, if any.</summary>
    public virtual string? ScheduleKey => null;

    /// <summary>The id of the workflow that it reads, if any.</summary>
    public virtual string? WorkflowId => null;

    /// <summary>Whether nobody waits for it any more.</summary>
    public abstract bool IsAbandoned { get; }

    /// <summary>Decides what to write; <c>null</c> where it first needs more locks. Throws what the caller is to get.</summary>
    public abstract DefinitionEffects? Decide(DefinitionReads before);

    /// <summary>Notes what it has come to; answers what the audit log is told of it, if anything.</summary>
    public abstract AuditEntry? Note(DefinitionReads before, long revision);

    /// <summary>Whether it is to be tried again where an id that it writes is taken by something else; else the caller gets what this throws.</summary>
    public virtual bool GoesOnWithout(string takenId) => true;

    /// <summary>Answers the caller by what the last attempt came to.</summary>
    public abstract void Finish();

    /// <summary>Answers the caller with an error.</summary>
    public abstract void Fail(Exception error);
}

/// <summary>A change of one thing: its caller is given what is there, and answers what shall be.</summary>
internal abstract class DefinitionChange<T>(Func<T?, T?> decide, AuditOf<T>? audit, CancellationToken cancel) : DefinitionChange
    where T : class
{
    private readonly TaskCompletionSource<Change<T>> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Change<T>? change;
    private T? wanted;

    /// <summary>What was and what is.</summary>
    public Task<Change<T>> Result => source.Task.WaitAsync(cancel);

    public override bool IsAbandoned => cancel.IsCancellationRequested;

    public sealed override DefinitionEffects? Decide(DefinitionReads before)
    {
        var there = Find(before);
        if (!Covers(there))
            return null;
        wanted = decide(there);
        if (!Covers(wanted))
            return null;
        change = new Change<T>(there, there, there is null ? 0 : RevisionOf(there));
        return EffectsOf(there, wanted);
    }

    public sealed override AuditEntry? Note(DefinitionReads before, long revision)
    {
        change = new Change<T>(change!.Before, wanted is null ? null : Saved(wanted, change.Before, revision, before), revision);
        return audit?.Invoke(change.Before, change.After);
    }

    public sealed override void Finish() => source.TrySetResult(change!);

    public sealed override void Fail(Exception error) => source.TrySetException(error);

    /// <summary>The thing among what was read.</summary>
    protected abstract T? Find(DefinitionReads reads);

    /// <summary>What differs.</summary>
    protected abstract DefinitionEffects EffectsOf(T? before, T? after);

    /// <summary>What a read would find now that it is written, without one.</summary>
    protected abstract T Saved(T wanted, T? before, long revision, DefinitionReads reads);

    /// <summary>Its newest revision.</summary>
    protected abstract long RevisionOf(T there);

    /// <summary>Whether what is locked is enough for this; adds what is missing.</summary>
    protected virtual bool Covers(T? view) => true;
}
