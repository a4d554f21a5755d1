using RedisScheduler.Timing;

namespace RedisScheduler.Engine.Definitions;

/// <summary>Due times to come, computed.</summary>
internal static class UpcomingRuns
{
    /// <summary>So many due times after a moment; fewer where the timing ends, or has only so many runs.</summary>
    /// <param name="timing">The timing.</param>
    /// <param name="anchorMs">What its interval counts from.</param>
    /// <param name="key">The schedule, for its jitter.</param>
    /// <param name="from">Strictly after it.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="fired">How many of the runs that it may have it has had.</param>
    public static IReadOnlyList<UpcomingRun> Of(ScheduleTiming timing, long anchorMs, string key, DateTimeOffset from, int count, long fired = 0)
    {
        var occurrences = Occurrences.Of(timing, anchorMs);
        var most = timing.MaxRuns is { } runs ? (int)Math.Clamp(runs - fired, 0, count) : count;
        return
        [
            .. occurrences
                .Between(from.ToUnixTimeMilliseconds(), Occurrences.HorizonMs)
                .Take(most)
                .Select(due => new UpcomingRun(Moment(due), Zones.Local(timing.TimeZone, due), Moment(occurrences.EffectiveAt(key, due)))),
        ];
    }

    /// <summary>A timing in words.</summary>
    public static string Describe(ScheduleTiming timing)
    {
        var when = timing.Cron is { } cron ? CronSchedule.Parse(cron).Description
            : timing.Interval is { } interval ? $"Every {DurationText.Format(interval)}"
            : $"Once at {Local(timing, timing.At!.Value)}";
        var zone = timing.Cron is not null && timing.TimeZone != new ScheduleTiming().TimeZone ? $", {timing.TimeZone} time" : "";
        var start = timing.StartAt is { } from ? $", from {Local(timing, from)}" : "";
        var end = timing.EndAt is { } until ? $", until {Local(timing, until)}" : "";
        var runs = timing.MaxRuns is { } max ? $", at most {max} times" : "";
        var jitter = timing.Jitter > TimeSpan.Zero ? $", up to {DurationText.Format(timing.Jitter)} later" : "";
        return $"{when}{zone}{start}{end}{Except(timing.Exclusions)}{runs}{jitter}";
    }

    private static string Except(Exclusions? exclusions)
    {
        if (exclusions is null)
        {
            return "";
        }

        var crons = exclusions.Crons.Select(cron => CronSchedule.Parse(cron).Description).Select(words => char.ToLowerInvariant(words[0]) + words[1..]);
        var calendars = exclusions.Calendars.Select(calendar => $"on the dates of '{calendar.Id}'");
        return $", except {string.Join(" and ", crons.Concat(calendars))}";
    }

    private static string Local(ScheduleTiming timing, DateTimeOffset time) => Zones.Local(timing.TimeZone, time.ToUnixTimeMilliseconds());

    private static DateTimeOffset Moment(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);
}
