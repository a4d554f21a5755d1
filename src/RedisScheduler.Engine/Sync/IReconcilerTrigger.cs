namespace RedisScheduler.Engine.Sync;

/// <summary>Asks for a comparison of SQL and Redis now, as after a change that could not be applied in Redis.</summary>
public interface IReconcilerTrigger
{
    /// <summary>Asks; returns at once, and does nothing where this process runs no Reconciler.</summary>
    void Request();
}
