namespace RedisScheduler.Executions;

/// <summary>
/// The life of a run. Fired or asked for: <see cref="Queued"/>. A worker took it: <see cref="Running"/>. An attempt failed, or its worker died, and another follows:
/// <see cref="Retrying"/> or <see cref="Queued"/> again. The others are ends, and an end is never left, except by a manual requeue.
/// </summary>
public enum ExecutionStatus
{
    /// <summary>Waits in a queue. Set by firing, run-now, promotion, hand-back and recovery; left when a worker takes it, or by cancellation.</summary>
    Queued,

    /// <summary>A worker holds its lease. Left by the worker's finish, or by recovery when the lease runs out.</summary>
    Running,

    /// <summary>Waits for its next attempt after a failed one. Left when its retry time comes, or by cancellation.</summary>
    Retrying,

    /// <summary>Ended well.</summary>
    Succeeded,

    /// <summary>Ended without success: the error was final, or attempts ran out.</summary>
    Failed,

    /// <summary>Ended because its last attempt ran longer than the time-out.</summary>
    TimedOut,

    /// <summary>Ended because somebody cancelled it.</summary>
    Cancelled,

    /// <summary>Never ran: a run of the same schedule was in the way.</summary>
    Skipped,

    /// <summary>Never ran: it was missed, and the misfire policy did not make it up.</summary>
    Missed,

    /// <summary>Ended because its workers died more often than is allowed.</summary>
    Lost,
}

/// <summary>What made a run.</summary>
public enum ExecutionTrigger
{
    /// <summary>A due time.</summary>
    Schedule,

    /// <summary>Run now, from the API or Hangfire's dashboard.</summary>
    Manual,

    /// <summary>A backfill of a range.</summary>
    Backfill,

    /// <summary>A missed due time that was made up.</summary>
    CatchUp,

    /// <summary>An event that a subscription matched.</summary>
    Event,

    /// <summary>A retry of an ended run, asked for by somebody.</summary>
    Retry,
}
