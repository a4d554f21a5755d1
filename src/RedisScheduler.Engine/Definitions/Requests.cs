using RedisScheduler.Schedules;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Definitions;

/// <summary>What a save made.</summary>
/// <param name="Bundle">The workflow and its schedules, as they are now.</param>
/// <param name="Created">Whether there was none before.</param>
public sealed record SavedWorkflow(WorkflowBundle Bundle, bool Created);

/// <summary>A wish to pause.</summary>
/// <param name="Reason">Why, for people.</param>
/// <param name="Until">When the pause ends by itself; <c>null</c> lasts until somebody resumes.</param>
/// <param name="CancelPending">Whether runs that wait in a queue or for a retry are cancelled; what runs goes on.</param>
public sealed record PauseRequest(string? Reason = null, DateTimeOffset? Until = null, bool CancelPending = false);

/// <summary>A wish for a run now.</summary>
/// <param name="Payload">A payload for this run alone, as JSON text; <c>null</c> uses the schedule's.</param>
/// <param name="Overlap">What to do while a run of the schedule is active: <see cref="OverlapPolicy.Skip"/> refuses; <c>null</c> allows, because somebody asked for it.</param>
public sealed record RunRequest(string? Payload = null, OverlapPolicy? Overlap = null);

/// <summary>A due time to come.</summary>
/// <param name="ScheduledAt">The nominal due time.</param>
/// <param name="Local">The same moment on the wall clock of the schedule's zone, with its offset.</param>
/// <param name="EffectiveAt">When it is really due, its jitter added.</param>
public sealed record UpcomingRun(DateTimeOffset ScheduledAt, string Local, DateTimeOffset EffectiveAt);

/// <summary>What a timing means.</summary>
/// <param name="Items">Its next due times.</param>
/// <param name="Description">The timing in words.</param>
public sealed record TimingPreview(IReadOnlyList<UpcomingRun> Items, string Description);
