namespace RedisScheduler.Jobs;

/// <summary>The worker of this process, as whoever makes jobs sees it: what it has slots for it gets in the call that makes them. Safe from any number of threads.</summary>
public interface IJobTaker
{
    /// <summary>Reserves slots for some of the jobs that are about to be made; <c>null</c> where none is free. Each reservation has to end.</summary>
    /// <param name="jobs">How many jobs are made.</param>
    /// <param name="nowMs">Unix milliseconds.</param>
    TakeRequest? Reserve(int jobs, long nowMs);

    /// <summary>Starts what was taken when it is due, and gives back the slots that were not used.</summary>
    /// <param name="take">The reservation.</param>
    /// <param name="taken">What was taken: nothing where Redis did not answer.</param>
    /// <param name="nowMs">When Redis was asked, unix milliseconds.</param>
    void End(TakeRequest take, IReadOnlyList<TakenJob> taken, long nowMs);
}
