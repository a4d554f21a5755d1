using System.Globalization;
using RedisScheduler.Schedules;

namespace RedisScheduler.Storage.History;

/// <summary>
/// What a run's id tells. Ids of ours name schedule and due time (<see cref="Jobs.JobId"/>), so that a row is found in the order of time by its id alone. Ids that clients of
/// Hangfire made tell nothing: they are <see cref="IsForeign"/>, belong where their events say, and have an index of their own.
/// </summary>
internal readonly record struct RunId(string Scope, string ScheduleId, long DueMs, bool IsForeign, bool IsOccurrence)
{
    private const char BeforeDue = '@';
    private const char BeforeUnique = '-';

    public static RunId Read(string id)
    {
        var at = id.LastIndexOf(BeforeDue);
        var (scope, schedule) = ScheduleKey.Split(at < 0 ? id : id[..at]);
        if (at < 0)
            return new RunId(scope, schedule, 0, IsForeign: true, IsOccurrence: false);
        var due = id.AsSpan(at + 1);
        var unique = due.IndexOf(BeforeUnique);
        if (unique >= 0)
            due = due[..unique];
        return new RunId(
            scope,
            schedule,
            long.TryParse(due, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) ? ms : 0,
            IsForeign: false,
            IsOccurrence: unique < 0
        );
    }
}
