namespace RedisScheduler.Timing;

/// <summary>What exclusions have to be.</summary>
internal static class ExclusionRules
{
    /// <summary>Adds all that is wrong.</summary>
    internal static void Check(Exclusions exclusions, List<TimingFault> faults)
    {
        if (exclusions.Crons.Count > Exclusions.MaxCrons)
            faults.Add(new("exclude", $"Must be at most {Exclusions.MaxCrons} expressions, not {exclusions.Crons.Count}."));
        if (exclusions.Calendars.Count > Exclusions.MaxCalendars)
            faults.Add(new("calendars", $"Must be at most {Exclusions.MaxCalendars} calendars, not {exclusions.Calendars.Count}."));
        for (var i = 0; i < exclusions.Crons.Count; i++)
        {
            if (CronFault(exclusions.Crons[i]) is { } fault)
                faults.Add(new($"exclude[{i}]", fault));
        }

        for (var i = 0; i < exclusions.Calendars.Count; i++)
        {
            if (exclusions.Calendars[i].TimeZone is { } zone && !Zones.IsKnown(zone))
                faults.Add(new($"calendars[{i}]", Zones.Unknown(zone).Message));
        }
    }

    private static string? CronFault(string text) =>
        !CronSchedule.TryParse(text, out var cron, out var error) ? error.Message
        : cron.Every is not null ? "@every has no wall-clock time that could be taken out."
        : null;
}
