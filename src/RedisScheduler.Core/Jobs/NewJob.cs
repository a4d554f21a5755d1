using RedisScheduler.Executions;
using RedisScheduler.Schedules;

namespace RedisScheduler.Jobs;

/// <summary>A job to be made.</summary>
/// <param name="Id">Unique: <c>{key}@{dueMs}</c> for an occurrence; see <see cref="JobId"/>.</param>
/// <param name="ScheduleKey">The schedule that it belongs to.</param>
/// <param name="Spec">What it carries.</param>
/// <param name="DueMs">The nominal due time, or the moment of a manual run; unix milliseconds.</param>
/// <param name="Trigger">What made it.</param>
/// <param name="Event">The row that its making leaves in the history.</param>
public sealed record NewJob(string Id, string ScheduleKey, JobSpec Spec, long DueMs, ExecutionTrigger Trigger, JobEvent Event)
{
    /// <summary>What becomes of it while another run of its schedule is active. For an occurrence its <see cref="Fire"/> says so.</summary>
    public OverlapPolicy Overlap { get; init; } = OverlapPolicy.Allow;

    /// <summary>The revision of its schedule that must be registered, so that what was remembered of a definition is not run after a change; <c>null</c> for any or none.</summary>
    public long? Revision { get; init; }
}

/// <summary>What became of a job that was to be made.</summary>
/// <param name="Outcome">What.</param>
/// <param name="Blocker">The run in the way, where it waits or is skipped.</param>
public readonly record struct EnqueueResult(EnqueueOutcome Outcome, string? Blocker = null);

/// <summary>What may become of a job that was to be made.</summary>
public enum EnqueueOutcome
{
    /// <summary>It is in its queue.</summary>
    Queued,

    /// <summary>It waits until the run in the way has ended.</summary>
    Waits,

    /// <summary>The overlap policy forbids it: its row is <c>skipped</c>.</summary>
    Skipped,

    /// <summary>A job of this id exists; nothing was done.</summary>
    Exists,

    /// <summary>Another revision of its schedule is registered, or none; nothing was done.</summary>
    Changed,
}
