namespace RedisScheduler.Schedules;

/// <summary>The schedules that Redis knows, one recurring job each. Every method is one atomic script a batch, and idempotent.</summary>
public interface IScheduleRegistry
{
    /// <summary>
    /// Registers or changes schedules. An entry older than what is registered is refused as <see cref="ApplyOutcome.Stale"/>. Where the timing text is the one that is
    /// registered and the schedule is due, the registered due time is kept; otherwise the entry's is set. An entry without a due time always takes it away. Wakes schedulers when an earlier due time came in.
    /// </summary>
    Task<IReadOnlyList<ApplyOutcome>> ApplyAsync(IReadOnlyList<ScheduleEntry> entries, CancellationToken cancel);

    /// <summary>Removes schedules whose registered revision is not newer than the one given. Jobs that were fired already stay.</summary>
    Task RemoveAsync(IReadOnlyList<ScheduleVersion> removals, CancellationToken cancel);

    /// <summary>What is registered under each key, in the order asked; <c>null</c> where nothing is.</summary>
    Task<IReadOnlyList<RegisteredSchedule?>> ReadAsync(IReadOnlyList<string> keys, CancellationToken cancel);

    /// <summary>All registered schedules of ours, page by page in no particular order; recurring jobs of other makers are left out.</summary>
    IAsyncEnumerable<IReadOnlyList<ScheduleVersion>> ScanAsync(CancellationToken cancel);

    /// <summary>How many schedules are registered, with recurring jobs of other makers.</summary>
    Task<long> CountAsync(CancellationToken cancel);

    /// <summary>Takes the turn to compare the schedules with their definitions for so long (1 ms or longer); false where another process, or this one, has it still.</summary>
    Task<bool> TakeTurnAsync(TimeSpan duration, CancellationToken cancel);
}

/// <summary>A schedule as it is handed to Redis.</summary>
public sealed record ScheduleEntry
{
    /// <summary>Its name in Redis.</summary>
    public required string Key { get; init; }

    /// <summary>The revision of the definition.</summary>
    public required long Revision { get; init; }

    /// <summary>What the Scheduler needs to compute due times; equal text means equal timing.</summary>
    public required SchedulePlan Plan { get; init; }

    /// <summary>What its jobs carry; see <see cref="Jobs.JobSpec"/>.</summary>
    public required Jobs.JobSpec Spec { get; init; }

    /// <summary>The cron text that the Hangfire dashboard shows (<c>@every 30s</c> for an interval, the moment's text for a one-time schedule).</summary>
    public required string CronText { get; init; }

    /// <summary>The IANA zone that the Hangfire dashboard shows.</summary>
    public required string TimeZone { get; init; }

    /// <summary>When the schedule was first saved, unix milliseconds.</summary>
    public required long CreatedMs { get; init; }

    /// <summary>The next nominal due time, unix milliseconds; <c>null</c> when paused or completed.</summary>
    public required long? NextDueMs { get; init; }

    /// <summary>When the next occurrence is fired: the due time and its jitter.</summary>
    public required long? NextFireMs { get; init; }

    /// <summary>Occurrences fired so far as SQL knows them. Redis takes it where it knows of fewer, as after it was emptied.</summary>
    public long Runs { get; init; }

    /// <summary>Shown on the Hangfire dashboard in place of an error: that and why it is paused.</summary>
    public string? Note { get; init; }

    /// <summary>Sets the due time of the entry even where the timing is unchanged (resumed, or rebuilt).</summary>
    public bool ResetDue { get; init; }
}

/// <summary>A schedule's key and a revision of it.</summary>
/// <param name="Key">Its name in Redis.</param>
/// <param name="Revision">The revision.</param>
public readonly record struct ScheduleVersion(string Key, long Revision);

/// <summary>What became of an entry.</summary>
public enum ApplyOutcome
{
    /// <summary>It is registered.</summary>
    Applied,

    /// <summary>A newer revision is registered; nothing changed.</summary>
    Stale,
}

/// <summary>What Redis knows of a schedule.</summary>
/// <param name="Key">Its name in Redis.</param>
/// <param name="Revision">The revision that was applied.</param>
/// <param name="NextDueMs">The next nominal due time; <c>null</c> when paused or completed.</param>
/// <param name="NextFireMs">When it is fired; <c>null</c> when it is not, or when a client of Hangfire has put something in its place.</param>
/// <param name="Runs">Occurrences fired so far.</param>
public sealed record RegisteredSchedule(string Key, long Revision, long? NextDueMs, long? NextFireMs, long Runs);
