using Microsoft.Extensions.Logging;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Engine.Sync;

/// <summary>What has to be done in Redis so that it equals a page of definitions.</summary>
/// <param name="Expected">The keys that belong in Redis and can be there.</param>
/// <param name="Apply">What is missing there, or older.</param>
/// <param name="Remove">What is there and does not belong.</param>
/// <param name="Synced">Revisions of which SQL does not know yet that they are applied.</param>
internal sealed record Difference(
    IReadOnlyList<string> Expected, IReadOnlyList<ScheduleEntry> Apply, IReadOnlyList<ScheduleVersion> Remove, IReadOnlyList<ScheduleVersion> Synced)
{
    /// <summary>Whether there may be anything to do, which only the whole definition tells.</summary>
    internal static bool MayBe(ScheduleMark mark, RegisteredSchedule? there) =>
        !mark.IsSynced || !mark.IsCurrent || (mark.IsActive ? !(there?.Revision >= mark.Revision) || LostFireTime(there) : there is not null);

    /// <summary>Compares definitions with what is registered under their keys, in the same order. A definition that cannot be read is logged and left as it is.</summary>
    internal static Difference Of(IReadOnlyList<ScheduleView> views, IReadOnlyList<RegisteredSchedule?> registered, DateTimeOffset now, ILogger log)
    {
        var (expected, apply, remove, synced) = (new List<string>(), new List<ScheduleEntry>(), new List<ScheduleVersion>(), new List<ScheduleVersion>());
        for (var i = 0; i < views.Count; i++)
        {
            var (schedule, there) = (views[i].Schedule, registered[i]);
            var version = new ScheduleVersion(schedule.Key, schedule.Revision);
            var belongs = views[i].StatusAt(now) != ScheduleStatus.Inactive;
            try
            {
                if (!belongs && there is not null)
                {
                    remove.Add(version);
                }
                else if (belongs && (!(there?.Revision >= schedule.Revision) || LostFireTime(there)))
                {
                    apply.Add(Entry(views[i], there, now));
                }
            }
            catch (TimingException error)
            {
                log.NotReadable(error, schedule.Key);
                continue;
            }

            if (belongs)
            {
                expected.Add(schedule.Key);
            }

            if (schedule.SyncedRevision < schedule.Revision)
            {
                synced.Add(version);
            }
        }

        return new Difference(expected, apply, remove, synced);
    }

    // What else writes recurring jobs, such as a client of Hangfire, may have put something in its place.
    private static bool LostFireTime(RegisteredSchedule there) => there is { NextDueMs: not null, NextFireMs: null };

    // A due time in the future was decided by the definition (new timing, resumed) and counts. One in the past may be old news, because the history follows Redis with a delay:
    // then the one that Redis has is kept.
    private static ScheduleEntry Entry(ScheduleView view, RegisteredSchedule? there, DateTimeOffset now)
    {
        var entry = ScheduleEntries.From(view, now, resetDue: false)!;
        var decided = there is null || entry.NextDueMs is null || entry.NextDueMs > now.ToUnixTimeMilliseconds();
        return entry with { ResetDue = entry.ResetDue || decided };
    }
}
