using RedisScheduler.Dashboard.Shared;
using RedisScheduler.Schedules;

namespace RedisScheduler.Dashboard.Schedules;

/// <summary>A pause in words.</summary>
internal static class PauseWords
{
    /// <summary><c>Paused by ops until 2026-11-21 12:00:00 UTC: deploying</c>.</summary>
    public static string Of(Pause pause)
    {
        var until = pause.Until is { } end ? $" until {Words.Utc(end)} UTC" : "";
        var reason = string.IsNullOrWhiteSpace(pause.Reason) ? "" : $": {pause.Reason}";
        return $"Paused by {pause.By}{until}{reason}";
    }
}
