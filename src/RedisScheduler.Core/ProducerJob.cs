namespace RedisScheduler;

/// <summary>
/// The method that Hangfire's pages show for our jobs, and that a Hangfire client may enqueue. It only names the work: our workers read the schedule's id from its argument
/// and run the schedule's target.
/// </summary>
public static class ProducerJob
{
    /// <summary>Stands for a run of a schedule.</summary>
    /// <param name="schedule">The schedule's key: its id in the default scope, <c>scope~id</c> in others.</param>
    /// <exception cref="NotSupportedException">Always: a Hangfire server took the job, and only RedisScheduler's workers can run it.</exception>
    public static void Run(string schedule) =>
        throw new NotSupportedException($"Schedule '{schedule}' is run by RedisScheduler's workers; point this Hangfire server at another prefix.");

    /// <summary>Stands for a run of the schedule that the job's parameter <c>RecurringJobId</c> names, as "Trigger now" makes it.</summary>
    /// <exception cref="NotSupportedException">Always, as <see cref="Run"/>.</exception>
    public static void Do() => throw new NotSupportedException("Schedules are run by RedisScheduler's workers; point this Hangfire server at another prefix.");
}
