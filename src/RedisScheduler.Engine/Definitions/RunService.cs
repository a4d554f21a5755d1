using RedisScheduler.Executions;

namespace RedisScheduler.Engine.Definitions;

/// <summary>Runs that somebody asks for, and their end.</summary>
public sealed class RunService
{
    /// <summary>Runs a schedule now, also while it is paused or when it has completed; answers the execution's id.</summary>
    /// <exception cref="Errors.MissingException">There is no such schedule.</exception>
    /// <exception cref="Errors.ConflictException">It is inactive; or a run of it is active and the request forbids overlap.</exception>
    /// <exception cref="Errors.StoreUnavailableException">Redis does not answer.</exception>
    public Task<string> RunNowAsync(string scope, string scheduleId, RunRequest request, string by, CancellationToken cancel) =>
        throw new NotSupportedException();

    /// <summary>Cancels a run: at once where it waits, by asking its worker where it runs.</summary>
    /// <exception cref="Errors.MissingException">There is no such run.</exception>
    /// <exception cref="Errors.ConflictException">It has ended.</exception>
    public Task CancelAsync(string scope, string executionId, string by, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Runs the same again, as a new execution with the schedule's present definition and the run's own payload; answers its id.</summary>
    /// <exception cref="Errors.MissingException">There is no such run.</exception>
    /// <exception cref="Errors.ConflictException">It has not ended, or its schedule is gone or inactive.</exception>
    public Task<string> RetryAsync(string scope, string executionId, string by, CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>Retries every ended run that a filter finds (its limit and cursor are ignored); answers how many.</summary>
    public Task<int> RetryManyAsync(ExecutionQuery filter, string by, CancellationToken cancel) => throw new NotSupportedException();
}
