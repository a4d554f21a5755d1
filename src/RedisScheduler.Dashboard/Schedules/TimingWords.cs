using System.Globalization;
using RedisScheduler.Timing;

namespace RedisScheduler.Dashboard.Schedules;

/// <summary>When a schedule is due, in words.</summary>
internal static class TimingWords
{
    /// <summary><c>At 09:30 on the last weekday of the month</c>, <c>every 30s</c>, <c>once at 2026-11-21 09:30:00 UTC</c>.</summary>
    public static string Of(ScheduleTiming timing) => timing switch
    {
        { Cron: { } cron } => CronSchedule.TryParse(cron, out var schedule, out _) ? schedule.Description : cron,
        { Interval: { } interval } => $"every {DurationText.Format(interval)}",
        { At: { } at } => $"once at {at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC",
        _ => "never",
    };

    /// <summary>The text that the timing was saved with, where the words do not already say it.</summary>
    public static string? Source(ScheduleTiming timing) => timing.Cron;
}
