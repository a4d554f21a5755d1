namespace RedisScheduler.Schedules;

/// <summary>What happens to an occurrence that comes due while a run of its schedule is active (the set of Temporal's schedules).</summary>
public enum OverlapPolicy
{
    /// <summary>The occurrence is not run; its history row is <c>skipped</c> and names the run that was in the way.</summary>
    Skip,

    /// <summary>Both run.</summary>
    Allow,
}
