using System.Runtime.InteropServices;
using RedisScheduler.Executions;

namespace RedisScheduler.Changes;

/// <summary>What a stream of changes is made of, read from SQL by time and revision, and small: nothing of what targets answered.</summary>
public interface IChangeReader
{
    /// <summary>Runs of a scope: the newest by due time, and those that have not ended, at most so many of each.</summary>
    Task<IReadOnlyList<RunChange>> RunsAsync(string scope, int limit, CancellationToken cancel);

    /// <summary>These runs, as far as they are there.</summary>
    Task<IReadOnlyList<RunChange>> RunsAsync(string scope, IReadOnlyCollection<(string Id, DateTimeOffset ScheduledAt)> runs, CancellationToken cancel);

    /// <summary>Schedules of a scope of a higher revision, those that were deleted among them, by revision, at most so many.</summary>
    Task<IReadOnlyList<ScheduleChanged>> SchedulesAsync(string scope, long afterRevision, int limit, CancellationToken cancel);

    /// <summary>The newest revision of a scope's schedules.</summary>
    Task<long> NewestRevisionAsync(string scope, CancellationToken cancel);
}

/// <summary>Where a run stands.</summary>
public sealed record RunChange
{
    /// <summary>The run.</summary>
    public required string Id { get; init; }

    /// <summary>The schedule.</summary>
    public required string ScheduleId { get; init; }

    /// <summary>The workflow, if any.</summary>
    public string? WorkflowId { get; init; }

    /// <summary>What made it.</summary>
    public required ExecutionTrigger Trigger { get; init; }

    /// <summary>Its status.</summary>
    public required ExecutionStatus Status { get; init; }

    /// <summary>Attempts so far.</summary>
    public int Attempts { get; init; }

    /// <summary>The nominal due time.</summary>
    public required DateTimeOffset ScheduledAt { get; init; }

    /// <summary>When its first attempt started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The last moment that is known of it.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>A schedule that was changed.</summary>
/// <param name="Id">The schedule.</param>
/// <param name="Revision">Its revision.</param>
/// <param name="IsDeleted">Whether it is gone.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ScheduleChanged(string Id, long Revision, bool IsDeleted);
