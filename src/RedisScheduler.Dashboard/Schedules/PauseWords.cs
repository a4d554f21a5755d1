using RedisScheduler.Dashboard.Shared;
using RedisScheduler.Schedules;

namespace RedisScheduler.Dashboard.Schedules;

/// <summary>The pause of a schedule in words.</summary>
internal static class PauseWords
{
    /// <summary><c>Paused by ops until 2026-11-21 12:00:00 UTC: deploying</c>.</summary>
    public static string Of(Schedule schedule)
    {
        var pause = schedule.LongestPause!;
        var what = ReferenceEquals(pause, schedule.ScopePause) ? $"Whole scope {schedule.Scope} paused" : "Paused";
        var until = pause.Until is { } end ? $" until {Words.Utc(end)} UTC" : "";
        var reason = string.IsNullOrWhiteSpace(pause.Reason) ? "" : $": {pause.Reason}";
        return $"{what} by {pause.By}{until}{reason}";
    }
}
