using RedisScheduler.Api.Http;
using RedisScheduler.Executions;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Api.Schedules;

/// <summary>A schedule, and what has become of it.</summary>
internal sealed record ScheduleAnswer
{
    public required string Id { get; init; }
    public required string Scope { get; init; }
    public required string? WorkflowId { get; init; }
    public required string? Producer { get; init; }
    public required string Name { get; init; }
    public required string? Description { get; init; }
    public required string? Cron { get; init; }
    public required string? Interval { get; init; }
    public required long? IntervalMs { get; init; }
    public required DateTimeOffset? At { get; init; }
    public required string TimeZone { get; init; }
    public required DateTimeOffset? StartAt { get; init; }
    public required DateTimeOffset? EndAt { get; init; }
    public required long? MaxRuns { get; init; }
    public required long JitterMs { get; init; }
    public required bool RunImmediately { get; init; }
    public required DstGap DstGap { get; init; }
    public required DstFold DstFold { get; init; }
    public required IReadOnlyList<string> Exclude { get; init; }
    public required IReadOnlyList<string> Calendars { get; init; }
    public required TargetBody Target { get; init; }
    public required RawJson? Payload { get; init; }
    public required string Queue { get; init; }
    public required int Priority { get; init; }
    public required long TimeoutMs { get; init; }
    public required RetryAnswer Retry { get; init; }
    public required OverlapPolicy Overlap { get; init; }
    public required MisfireAnswer Misfire { get; init; }
    public required int? PauseOnFailure { get; init; }
    public required long? AlertAfterMs { get; init; }
    public required int? AlertAfterFailures { get; init; }
    public required IReadOnlyList<string> Tags { get; init; }
    public required bool Enabled { get; init; }
    public required ScheduleStatus Status { get; init; }
    public required PauseAnswer? Pause { get; init; }
    public required DateTimeOffset? NextRunAt { get; init; }
    public required DateTimeOffset? LastRunAt { get; init; }
    public required ExecutionStatus? LastStatus { get; init; }
    public required long RunCount { get; init; }
    public required long ErrorCount { get; init; }
    public required string? LastError { get; init; }
    public required SyncState Sync { get; init; }
    public required string? Tzdb { get; init; }
    public required long Revision { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    public static ScheduleAnswer Of(ScheduleView view, DateTimeOffset now)
    {
        var (schedule, state, spec, timing) = (view.Schedule, view.State, view.Schedule.Spec, view.Schedule.Spec.Timing);
        var status = view.StatusAt(now);
        return new ScheduleAnswer
        {
            Id = schedule.Id,
            Scope = schedule.Scope,
            WorkflowId = schedule.WorkflowId,
            Producer = schedule.Producer,
            Name = schedule.Name,
            Description = schedule.Description,
            Cron = timing.Cron,
            Interval = timing.Interval is { } interval ? DurationText.Format(interval) : null,
            IntervalMs = timing.Interval is { } length ? Ms(length) : null,
            At = timing.At,
            TimeZone = timing.TimeZone,
            StartAt = timing.StartAt,
            EndAt = timing.EndAt,
            MaxRuns = timing.MaxRuns,
            JitterMs = Ms(timing.Jitter),
            RunImmediately = timing.RunImmediately,
            DstGap = timing.DstGap,
            DstFold = timing.DstFold,
            Exclude = timing.Exclusions?.Crons ?? [],
            Calendars = [.. timing.Exclusions?.Calendars.Select(calendar => calendar.Id) ?? []],
            Target = TargetBody.Of(spec.Target),
            Payload = RawJson.Of(spec.Payload),
            Queue = spec.Queue,
            Priority = spec.Priority,
            TimeoutMs = Ms(spec.Timeout),
            Retry = new RetryAnswer(spec.Retry.MaxAttempts, Ms(spec.Retry.Delay), spec.Retry.Factor, Ms(spec.Retry.MaxDelay), spec.Retry.Jitter),
            Overlap = spec.Overlap,
            Misfire = new MisfireAnswer(spec.Misfire.Action, Ms(spec.Misfire.Threshold), Ms(spec.Misfire.CatchUpWindow), spec.Misfire.MaxCatchUp),
            PauseOnFailure = spec.PauseOnFailure,
            AlertAfterMs = spec.AlertAfter is { } late ? Ms(late) : null,
            AlertAfterFailures = spec.AlertAfterFailures,
            Tags = spec.Tags,
            Enabled = spec.Enabled,
            Status = status,
            Pause = PauseAnswer.Of(schedule, now),
            NextRunAt = state.NextRunAt,
            LastRunAt = state.LastRunAt,
            LastStatus = state.LastStatus,
            RunCount = state.RunCount,
            ErrorCount = state.ErrorCount,
            LastError = state.LastError,
            Sync = schedule.SyncedRevision >= schedule.Revision ? SyncState.Applied : SyncState.Pending,
            Tzdb = state.Tzdb,
            Revision = schedule.Revision,
            CreatedAt = schedule.CreatedAt,
            UpdatedAt = schedule.UpdatedAt,
        };
    }

    private static long Ms(TimeSpan time) => (long)time.TotalMilliseconds;
}

/// <summary>Exponential backoff.</summary>
internal sealed record RetryAnswer(int MaxAttempts, long DelayMs, double Factor, long MaxDelayMs, RetryJitter Jitter);

/// <summary>What is done about due times that passed while nothing fired them.</summary>
internal sealed record MisfireAnswer(MisfireAction Policy, long ThresholdMs, long CatchUpWindowMs, int MaxCatchUp);

/// <summary>A pause that lasts.</summary>
/// <param name="Reason">Why, in the words of who paused.</param>
/// <param name="Until">When it ends by itself; null lasts until somebody resumes.</param>
/// <param name="At">When it began.</param>
/// <param name="By">Who paused: the name of an API key.</param>
/// <param name="WholeScope">Whether it is the pause of the whole scope.</param>
internal sealed record PauseAnswer(string? Reason, DateTimeOffset? Until, DateTimeOffset At, string By, bool WholeScope)
{
    /// <summary>The pause of a workflow or of a scope.</summary>
    public static PauseAnswer? Of(Pause? pause, DateTimeOffset now, bool wholeScope = false) =>
        pause?.Holds(now) == true ? new PauseAnswer(pause.Reason, pause.Until, pause.At, pause.By, wholeScope) : null;

    /// <summary>The pause of a schedule that lasts longest.</summary>
    public static PauseAnswer? Of(Schedule schedule, DateTimeOffset now) =>
        Of(schedule.LongestPause, now, schedule.ScopePause is not null && ReferenceEquals(schedule.LongestPause, schedule.ScopePause));
}

/// <summary>Whether Redis has the revision that is saved.</summary>
internal enum SyncState
{
    /// <summary>It has.</summary>
    Applied,

    /// <summary>It did not answer; the revision is applied when it does.</summary>
    Pending,
}
