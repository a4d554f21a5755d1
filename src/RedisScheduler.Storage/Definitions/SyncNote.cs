using RedisScheduler.Audit;
using RedisScheduler.Schedules;

namespace RedisScheduler.Storage.Definitions;

/// <summary>Notes that revisions are in Redis, beside the changes that are written at the same time.</summary>
internal sealed class SyncNote(IReadOnlyList<ScheduleVersion> versions, CancellationToken cancel) : DefinitionChange
{
    private readonly TaskCompletionSource source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when it is noted.</summary>
    public Task Result => source.Task.WaitAsync(cancel);

    public IReadOnlyList<ScheduleVersion> Versions => versions;

    public override bool IsAbandoned => cancel.IsCancellationRequested;

    public override DefinitionEffects Decide(DefinitionReads before) => new();

    public override AuditEntry? Note(DefinitionReads before, long revision) => null;

    public override void Finish() => source.TrySetResult();

    public override void Fail(Exception error) => source.TrySetException(error);
}
