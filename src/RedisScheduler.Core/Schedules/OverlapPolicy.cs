namespace RedisScheduler.Schedules;

/// <summary>What happens to an occurrence that comes due while a run of its schedule is active (the set of Temporal's schedules).</summary>
public enum OverlapPolicy
{
    /// <summary>The occurrence is not run; its history row is <c>skipped</c> and names the run that was in the way.</summary>
    Skip,

    /// <summary>Both run.</summary>
    Allow,

    /// <summary>It waits until the active run has ended; while one waits, further ones are skipped.</summary>
    BufferOne,

    /// <summary>All wait, and run one after the other; at most 1,000 wait, further ones are skipped.</summary>
    BufferAll,

    /// <summary>Active runs are cancelled, and it runs when they have ended. One that waits for that is itself cancelled by the next.</summary>
    CancelOther,
}
