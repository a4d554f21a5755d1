using System.Globalization;

namespace RedisScheduler.Jobs;

/// <summary>
/// Ids of jobs, which are the ids of their executions. An occurrence has exactly one, made of its schedule and its nominal due time, so it can be made only once.
/// Ids hold no colon, which Hangfire's Scheduled page and scheduler would take for a queue name.
/// </summary>
public static class JobId
{
    /// <summary>The id of a schedule's occurrence.</summary>
    public static string Occurrence(string scheduleKey, long dueMs) => string.Create(CultureInfo.InvariantCulture, $"{scheduleKey}@{dueMs}");

    /// <summary>The id of the one backfill run of a due time; never that of the occurrence, which may have run.</summary>
    public static string Backfill(string scheduleKey, long dueMs) => string.Create(CultureInfo.InvariantCulture, $"{scheduleKey}@{dueMs}-backfill");

    /// <summary>A new id for a run that is no occurrence: run now, retry.</summary>
    public static string Unique(string scheduleKey, long nowMs) =>
        string.Create(CultureInfo.InvariantCulture, $"{scheduleKey}@{nowMs}-{Guid.NewGuid().ToString("N")[..12]}");
}
