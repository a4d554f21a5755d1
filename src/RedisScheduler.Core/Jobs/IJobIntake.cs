namespace RedisScheduler.Jobs;

/// <summary>Where jobs go in that are no occurrences.</summary>
public interface IJobIntake
{
    /// <summary>
    /// Makes jobs that are no occurrences (run now, retry, backfill), queues them as their overlap policy allows, and records them in the outbox. A job whose id exists is left
    /// as it is. Answers in the order of <paramref name="jobs"/>.
    /// </summary>
    Task<IReadOnlyList<EnqueueResult>> EnqueueAsync(IReadOnlyList<NewJob> jobs, long nowMs, CancellationToken cancel);
}
