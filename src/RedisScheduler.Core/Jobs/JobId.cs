using System.Globalization;
using System.Security.Cryptography;
using System.Text;

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

    /// <summary>The id of what one subscription gets of an event: the same whoever makes it and however often, so that it is delivered once.</summary>
    /// <param name="scheduleKey">The schedule that the event is of.</param>
    /// <param name="dueMs">The due time of the run that sends the event.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="subscriptionId">The subscription.</param>
    public static string Delivery(string scheduleKey, long dueMs, string eventId, string subscriptionId)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{eventId}\n{subscriptionId}")));
        return string.Create(CultureInfo.InvariantCulture, $"{scheduleKey}@{dueMs}-{hash.AsSpan(0, 16)}");
    }

    /// <summary>A new id for a run that is no occurrence: run now, retry.</summary>
    public static string Unique(string scheduleKey, long nowMs) =>
        string.Create(CultureInfo.InvariantCulture, $"{scheduleKey}@{nowMs}-{Random.Shared.NextInt64(1L << 48):x12}");
}
