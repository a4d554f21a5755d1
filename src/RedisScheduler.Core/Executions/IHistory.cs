namespace RedisScheduler.Executions;

/// <summary>
/// Writes the execution history. A batch is one transaction, or two of which each is whole by itself: where one fails so does the batch, and what the other wrote is no other when it comes again.
/// </summary>
public interface IHistory
{
    /// <summary>
    /// Applies events in their order: executions, attempts and the schedules' states (<see cref="Schedules.ScheduleState"/>). Idempotent: an event whose rank is not above the
    /// row's changes nothing, so a batch may be applied again after a crash, and counts are not doubled.
    /// </summary>
    Task ApplyAsync(IReadOnlyList<JobEvent> events, CancellationToken cancel) => ApplyAsync(Fold(events), cancel);

    /// <summary>Applies events that were folded before.</summary>
    Task ApplyAsync(FoldedEvents events, CancellationToken cancel);

    /// <summary>Works out what events come to, without the database: so that it can be done while another batch is written.</summary>
    FoldedEvents Fold(IReadOnlyList<JobEvent> events);

    /// <summary>Deletes executions (with their attempts) that ended before a moment, at most <paramref name="limit"/>; answers how many.</summary>
    Task<int> DeleteBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancel);
}
