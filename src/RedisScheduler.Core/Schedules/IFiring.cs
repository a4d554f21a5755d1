using RedisScheduler.Executions;
using RedisScheduler.Jobs;

namespace RedisScheduler.Schedules;

/// <summary>Fires schedules that are due. Safe from any number of processes at once: each occurrence is fired at most once.</summary>
public interface IFiring
{
    /// <summary>Up to <paramref name="limit"/> schedules whose fire time is not after <paramref name="untilMs"/>, earliest first, without the first <paramref name="skip"/> of them.</summary>
    Task<DueBatch> ReadDueAsync(long untilMs, int skip, int limit, CancellationToken cancel);

    /// <summary>
    /// Fires a batch in one atomic script. Each schedule whose fire time or revision is no longer the one that was read is left alone (<see cref="FireResult.Stale"/>); for the others the
    /// next due time is set, the jobs are made and queued unless the overlap policy forbids, and each occurrence's event goes to the outbox in the same step. Then jobs are taken for
    /// a worker, as <see cref="IJobQueue.ExchangeAsync"/> takes them: what waits already comes before what was just made.
    /// A schedule whose fire time is still to come is fired only where its one job goes to the worker at once, which keeps it until it is due, and where no run is in its way; it is left
    /// alone otherwise (<see cref="FireResult.Early"/>).
    /// </summary>
    /// <param name="fires">The schedules.</param>
    /// <param name="nowMs">Unix milliseconds.</param>
    /// <param name="take">Who takes jobs, and how many; <c>null</c> takes none.</param>
    /// <param name="cancel">Stops waiting for the answer; what was sent is done.</param>
    Task<Fired> FireAsync(IReadOnlyList<Fire> fires, long nowMs, TakeRequest? take, CancellationToken cancel);
}

/// <summary>What came of a batch.</summary>
/// <param name="Results">In the order of the schedules.</param>
/// <param name="Jobs">The jobs taken.</param>
public sealed record Fired(IReadOnlyList<FireResult> Results, IReadOnlyList<TakenJob> Jobs);

/// <summary>What is due, and when to look again.</summary>
/// <param name="Schedules">What is due, earliest first.</param>
/// <param name="NextFireMs">The earliest fire time that is not in the batch; <c>null</c> when there is none.</param>
public sealed record DueBatch(IReadOnlyList<DueSchedule> Schedules, long? NextFireMs);

/// <summary>A schedule that is due.</summary>
/// <param name="Key">Its name in Redis.</param>
/// <param name="FireMs">The fire time that was read; the proof for <see cref="IFiring.FireAsync"/>.</param>
/// <param name="DueMs">The nominal due time.</param>
/// <param name="Revision">The definition's revision; with the fire time the proof.</param>
/// <param name="Runs">Occurrences fired so far.</param>
/// <param name="Plan">How to go on.</param>
/// <param name="Spec">What its jobs carry.</param>
public sealed record DueSchedule(string Key, long FireMs, long DueMs, long Revision, long Runs, SchedulePlan Plan, JobSpec Spec);

/// <summary>One schedule to be fired.</summary>
/// <param name="Key">Its name in Redis.</param>
/// <param name="ExpectedFireMs">The fire time that was read.</param>
/// <param name="Revision">The revision that was read.</param>
/// <param name="NextDueMs">The next nominal due time; <c>null</c> completes the schedule.</param>
/// <param name="NextFireMs">When that is fired.</param>
/// <param name="Overlap">What to do while a run is active.</param>
/// <param name="Jobs">The occurrences to run, oldest first; they carry what is registered, which is what was read, and go into one queue.</param>
/// <param name="Missed">Events of occurrences that are not run (status missed), recorded as they are.</param>
public sealed record Fire(
    string Key, long ExpectedFireMs, long Revision, long? NextDueMs, long? NextFireMs, OverlapPolicy Overlap, IReadOnlyList<NewJob> Jobs, IReadOnlyList<JobEvent> Missed);

/// <summary>What became of one schedule of a batch.</summary>
public enum FireResult
{
    /// <summary>All its jobs are queued, or skipped with a row by the overlap policy.</summary>
    Fired,

    /// <summary>Somebody else fired, changed or removed it meanwhile; nothing was done.</summary>
    Stale,

    /// <summary>It is not due yet and could not go to the worker at once; nothing was done. It can be fired when it is due.</summary>
    Early,
}
