namespace RedisScheduler.Engine;

/// <summary>Which parts of the engine a process runs. Any number of processes may run each.</summary>
[Flags]
public enum EngineRoles
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Fires what is due, promotes what was delayed, recovers what was lost, keeps Redis and SQL equal, and clears away what is old.</summary>
    Scheduler = 1,

    /// <summary>Takes and runs jobs; promotes and recovers too, so that queues move where no scheduler is up.</summary>
    Worker = 2,

    /// <summary>Moves facts from Redis into the history in SQL.</summary>
    Recorder = 4,

    /// <summary>Keeps Redis and SQL equal, as <see cref="Scheduler"/> does too: for a process that changes definitions and runs nothing, so that what it could not apply is applied soon.</summary>
    Reconciler = 8,

    /// <summary>All of them.</summary>
    All = Scheduler | Worker | Recorder,
}
