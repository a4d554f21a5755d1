using System.Globalization;
using System.Runtime.CompilerServices;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Engine.Sync;

/// <summary>What Redis has to know of a definition.</summary>
public static class ScheduleEntries
{
    private static readonly ConditionalWeakTable<Schedule, JobSpec> Jobs = [];

    /// <summary>
    /// The entry of a schedule, or <c>null</c> where it does not belong in Redis (inactive). Its due time is the one that its state holds, which may be in the past: then the
    /// misfire policy speaks when it is fired. A state without one gets the first after <paramref name="now"/>. While a pause without an end lasts nothing is due;
    /// a pause with an end leaves only what is due after the end.
    /// </summary>
    /// <param name="view">The definition and its state.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="resetDue">Whether the entry's due time replaces a registered one even where the timing is the same; a pause always does.</param>
    /// <exception cref="TimingException">The timing is not valid.</exception>
    public static ScheduleEntry? From(ScheduleView view, DateTimeOffset now, bool resetDue)
    {
        ArgumentNullException.ThrowIfNull(view);
        var status = view.StatusAt(now);
        if (status == ScheduleStatus.Inactive)
        {
            return null;
        }

        var (schedule, spec) = (view.Schedule, view.Schedule.Spec);
        var due = Due(view, status, now);
        return new ScheduleEntry
        {
            Key = schedule.Key,
            Revision = schedule.Revision,
            Plan = new SchedulePlan(spec.Timing, schedule.AnchorMs, spec.Misfire, spec.Overlap),
            Spec = Job(schedule),
            CronText = CronText(spec.Timing),
            TimeZone = spec.Timing.TimeZone,
            CreatedMs = schedule.CreatedAt.ToUnixTimeMilliseconds(),
            NextDueMs = due,
            NextFireMs = due is { } ms ? Occurrences.Of(spec.Timing, schedule.AnchorMs).EffectiveAt(schedule.Key, ms) : null,
            Runs = view.State.FiredCount,
            Note = status == ScheduleStatus.Paused ? Note(schedule.LongestPause!) : null,
            ResetDue = resetDue || status == ScheduleStatus.Paused,
        };
    }

    /// <summary>What the jobs of a schedule carry; the same for as long as the definition is the same object, so that its text is written once.</summary>
    public static JobSpec Job(Schedule schedule) => Jobs.GetValue(schedule, Make);

    private static JobSpec Make(Schedule schedule)
    {
        var spec = schedule.Spec;
        return new JobSpec
        {
            Scope = schedule.Scope,
            ScheduleId = schedule.Id,
            WorkflowId = schedule.WorkflowId,
            Producer = schedule.Producer,
            Target = spec.Target,
            Payload = spec.Payload,
            Queue = spec.Queue,
            Priority = spec.Priority,
            Timeout = spec.Timeout,
            Retry = spec.Retry,
        };
    }

    private static long? Due(ScheduleView view, ScheduleStatus status, DateTimeOffset now)
    {
        var (schedule, timing, pause) = (view.Schedule, view.Schedule.Spec.Timing, view.Schedule.LongestPause);
        if (status == ScheduleStatus.Completed || (status == ScheduleStatus.Paused && pause!.Until is null))
        {
            return null;
        }

        var due = view.State.NextRunAt;
        return pause?.Until is { } until && (due is null || due <= until) ? NextDue.For(timing, schedule.AnchorMs, until)
            : due is { } known ? known.ToUnixTimeMilliseconds()
            : NextDue.For(timing, schedule.AnchorMs, now);
    }

    private static string CronText(ScheduleTiming timing) =>
        timing.Cron ?? (timing.Interval is { } interval ? $"@every {DurationText.Format(interval)}" : Moment(timing.At!.Value));

    private static string Note(Pause pause) =>
        $"Paused by {pause.By}{(pause.Until is { } until ? $" until {Moment(until)}" : "")}{(pause.Reason is null ? "" : $": {pause.Reason}")}";

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
