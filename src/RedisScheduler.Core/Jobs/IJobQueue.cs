namespace RedisScheduler.Jobs;

/// <summary>The queues: jobs go in, workers take them under a lease and give them back finished. Every method is one atomic script a batch.</summary>
public interface IJobQueue : IJobIntake
{
    /// <summary>
    /// Finishes jobs and takes others in one call. A finish with a token that is no longer the job's is refused as <see cref="FinishResult.Lost"/> and changes nothing.
    /// Each accepted finish puts its event into the outbox, frees the schedule's overlap guard where the job has ended, and shows in Hangfire's pages.
    /// </summary>
    Task<Exchange> ExchangeAsync(ExchangeRequest request, CancellationToken cancel);

    /// <summary>
    /// From now on, jobs that <see cref="IJobIntake.EnqueueAsync"/> makes go to the worker of this process in the same call, as far as it has slots for them, where nothing waits in its queues
    /// and their queue is not paused: they start without another call, and never stand in a queue. Their tokens and leases are those of any take.
    /// </summary>
    void TakeWith(IJobTaker taker);
}

/// <summary>What a worker gives back and asks for.</summary>
/// <param name="Worker">The worker process.</param>
/// <param name="Queues">Its queues in order of preference.</param>
/// <param name="Take">How many jobs to take at most; 0 takes none. Redis does nothing else meanwhile: 1,000 are many.</param>
/// <param name="NowMs">Unix milliseconds.</param>
/// <param name="LeaseUntilMs">When the leases of the taken jobs run out.</param>
/// <param name="Finishes">What has ended.</param>
public sealed record ExchangeRequest(string Worker, IReadOnlyList<string> Queues, int Take, long NowMs, long LeaseUntilMs, IReadOnlyList<Finish> Finishes);

/// <summary>What a worker takes of what its process makes, in the call that makes it.</summary>
/// <param name="Worker">The worker process.</param>
/// <param name="Queues">Its queues in order of preference.</param>
/// <param name="Take">How many jobs to take at most, at least 1.</param>
/// <param name="LeaseUntilMs">When the leases of the taken jobs run out, unix milliseconds.</param>
public sealed record TakeRequest(string Worker, IReadOnlyList<string> Queues, int Take, long LeaseUntilMs);

/// <summary>What came of it.</summary>
/// <param name="Results">In the order of the finishes.</param>
/// <param name="Jobs">The jobs taken.</param>
public sealed record Exchange(IReadOnlyList<FinishResult> Results, IReadOnlyList<TakenJob> Jobs);

/// <summary>A job under lease.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Token">The fencing token of this lease; grows with every take, and is the same for all jobs of one call.</param>
/// <param name="Attempt">1 for the first attempt; counts attempts that were lost too, not those handed back.</param>
/// <param name="Failures">Attempts that failed so far; what the retry policy counts.</param>
/// <param name="ScheduleKey">The schedule that it belongs to.</param>
/// <param name="Spec">What it carries.</param>
/// <param name="DueMs">The nominal due time.</param>
/// <param name="EnqueuedMs">When it was first queued.</param>
/// <param name="Trigger">What made it.</param>
public sealed record TakenJob(
    string Id, long Token, int Attempt, int Failures, string ScheduleKey, JobSpec Spec, long DueMs, long EnqueuedMs, Executions.ExecutionTrigger Trigger);
