namespace RedisScheduler.Timing;

/// <summary>The due times that exclusions leave.</summary>
internal sealed class ExclusionFilter
{
    /// <summary>
    /// How many due times in a row may be looked at in vain. Those of a cron are searched a day at a step, so this is never reached there before the horizon; an interval of which
    /// single seconds are taken out is looked at one by one.
    /// </summary>
    internal const int MostLooks = 1_000_000;

    private readonly List<IExclusion> exclusions = [];

    private ExclusionFilter(ScheduleTiming timing, CronSchedule? cron)
    {
        var crons = timing.Exclusions!.Crons;
        if (crons.Count > 0)
        {
            var candidates = cron is null or { Every: not null } ? CronMask.Always : cron.Mask(wholeMinutes: false);
            exclusions.Add(new ExcludedTimes([.. crons.Select(CronSchedule.Parse)], candidates, ZoneClock.Of(timing.TimeZone)));
        }

        exclusions.AddRange(timing.Exclusions.Calendars.Select((calendar, index) => new ExcludedDates(calendar, index, timing.TimeZone)));
    }

    /// <summary>The filter of a timing; null where it takes nothing out.</summary>
    /// <param name="timing">A valid timing.</param>
    /// <param name="cron">Its expression, where it has one.</param>
    internal static ExclusionFilter? Of(ScheduleTiming timing, CronSchedule? cron) => timing.Exclusions is null ? null : new(timing, cron);

    /// <summary>The first due time that is left, from one that is found already, and not after a limit.</summary>
    internal long? FirstLeft(long? dueMs, IDueTimes dueTimes, long limitMs)
    {
        for (var looks = 0; dueMs <= limitMs && looks < MostLooks; looks++)
        {
            if (Until(dueMs.Value) is not { } until)
                return dueMs;
            dueMs = dueTimes.NextAfter(until);
        }

        return null;
    }

    /// <summary>What takes a due time out; null where nothing does.</summary>
    internal ExcludedBy? By(long dueMs) => exclusions.Find(exclusion => exclusion.ExcludedUntil(dueMs) is not null)?.NameOf(dueMs);

    private long? Until(long dueMs)
    {
        long? until = null;
        foreach (var exclusion in exclusions)
        {
            if (exclusion.ExcludedUntil(dueMs) is { } end && !(end <= until))
                until = end;
        }

        return until;
    }
}
