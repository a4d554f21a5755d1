namespace RedisScheduler.Worker.Hosting;

/// <summary>Which parts a process runs; <c>ROLES</c>.</summary>
[Flags]
public enum Roles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The HTTP API and the dashboard.</summary>
    Api = 1,

    /// <summary>Fires what is due, promotes retries, recovers lost jobs, and keeps Redis equal to the definitions.</summary>
    Scheduler = 2,

    /// <summary>Takes jobs and runs them.</summary>
    Worker = 4,

    /// <summary>Writes the history and keeps it in bounds.</summary>
    Recorder = 8,

    /// <summary>All but <see cref="Api"/>: what the worker host runs unless told otherwise.</summary>
    Engine = Scheduler | Worker | Recorder,

    /// <summary>Everything in one process: what the API host runs unless told otherwise.</summary>
    All = Api | Engine,
}
