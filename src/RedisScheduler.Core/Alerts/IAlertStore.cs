using RedisScheduler.Executions;
using RedisScheduler.Schedules;

namespace RedisScheduler.Alerts;

/// <summary>Alerts in SQL, and what they are found by.</summary>
public interface IAlertStore
{
    /// <summary>What calls for an alert at a moment and has none yet, at most about so many of each kind.</summary>
    Task<IReadOnlyList<AlertCause>> FindAsync(DateTimeOffset now, int limit, CancellationToken cancel);

    /// <summary>The occurrences of a scope that are overdue at a moment and may still start, alerted or not, at most about so many.</summary>
    Task<IReadOnlyList<AlertCause>> OverdueAsync(string scope, DateTimeOffset now, int limit, CancellationToken cancel);

    /// <summary>Adds alerts; answers those that were not there.</summary>
    Task<IReadOnlyList<Alert>> RaiseAsync(IReadOnlyList<Alert> alerts, CancellationToken cancel);

    /// <summary>The oldest alerts that are not sent and that nobody is at work to send, at most so many; for so long they are the caller's.</summary>
    Task<IReadOnlyList<Alert>> ClaimAsync(DateTimeOffset now, TimeSpan claim, int limit, CancellationToken cancel);

    /// <summary>Notes that an alert is sent.</summary>
    Task MarkSentAsync(Alert alert, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Deletes alerts that were raised before a moment, at most so many; answers how many.</summary>
    Task<int> DeleteBeforeAsync(DateTimeOffset moment, int limit, CancellationToken cancel);
}

/// <summary>What calls for an alert.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="View">The schedule.</param>
/// <param name="AtMs">The due time, or when the first of the failed runs ended; unix milliseconds.</param>
/// <param name="Run">The run of that due time, where it was fired or missed.</param>
/// <param name="Status">Its status.</param>
/// <param name="Reason">Why it waits, or was missed.</param>
public sealed record AlertCause(AlertKind Kind, ScheduleView View, long AtMs, string? Run = null, ExecutionStatus? Status = null, string? Reason = null);
