namespace RedisScheduler.Executions;

/// <summary>Writes the execution history. One transaction a batch.</summary>
public interface IHistory
{
    /// <summary>
    /// Applies events in their order: executions, attempts and the schedules' states (<see cref="Schedules.ScheduleState"/>). Idempotent: an event whose rank is not above the
    /// row's changes nothing, so a batch may be applied again after a crash, and counts are not doubled.
    /// </summary>
    Task ApplyAsync(IReadOnlyList<JobEvent> events, CancellationToken cancel);

    /// <summary>Deletes executions (with their attempts) that ended before a moment, at most <paramref name="limit"/>; answers how many.</summary>
    Task<int> DeleteBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancel);
}
