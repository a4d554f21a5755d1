namespace RedisScheduler.Storage;

/// <summary>Brings the tables up to date.</summary>
public interface IMigrations
{
    /// <summary>
    /// Applies what is missing, in order, in one transaction. Several processes may call it at once: one works, the others wait and find nothing left to do.
    /// Throws <see cref="Errors.StoreUnavailableException"/> when the database does not answer.
    /// </summary>
    Task ApplyAsync(CancellationToken cancel);
}
