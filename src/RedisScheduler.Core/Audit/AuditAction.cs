namespace RedisScheduler.Audit;

/// <summary>What was done. Each is also a log event with the id 5000 plus its number, so the numbers stay.</summary>
public enum AuditAction
{
    /// <summary>None of these: somebody has changed the row.</summary>
    Unknown = 0,

    /// <summary>A workflow, schedule, calendar, key or scope was made.</summary>
    Create = 1,

    /// <summary>Its definition was changed.</summary>
    Update = 2,

    /// <summary>It was deleted.</summary>
    Delete = 3,

    /// <summary>A schedule, workflow, scope or queue was paused.</summary>
    Pause = 4,

    /// <summary>It was resumed.</summary>
    Resume = 5,

    /// <summary>A run now was asked for.</summary>
    RunNow = 6,

    /// <summary>A backfill was asked for.</summary>
    Backfill = 7,

    /// <summary>A run was made by an event, or by hand on Hangfire's dashboard.</summary>
    Trigger = 8,

    /// <summary>Cancelling a run was asked for.</summary>
    Cancel = 9,

    /// <summary>Running ended runs again was asked for.</summary>
    Retry = 10,

    /// <summary>A run ended for good without success: failed, timed out or lost.</summary>
    DispatchFailure = 11,

    /// <summary>Due times were missed and not made up.</summary>
    Misfire = 12,

    /// <summary>A due time was skipped because a run was in the way.</summary>
    OverlapSkip = 13,

    /// <summary>A key that is not known was presented.</summary>
    SignInRefused = 14,
}
