namespace RedisScheduler.Timing;

/// <summary>Says in words when an expression is due: the time of day, then the days.</summary>
internal static class CronDescription
{
    /// <summary>More single times than this are said by their fields instead.</summary>
    private const int MostTimes = 12;

    internal static string Of(CronPart[] parts)
    {
        var time = Time(parts[0], parts[1], parts[2]);
        return string.Concat(char.ToUpperInvariant(time[0]), time[1..], CronDayWords.Of(parts[3], parts[4], parts[5]));
    }

    private static string Time(CronPart second, CronPart minute, CronPart hour)
    {
        if (second.IsFixed && minute.IsFixed && hour.IsFixed && Times(second, minute, hour) is { Count: <= MostTimes } times)
            return $"at {CronWords.List(times)}";

        var exact = IsZero(second) && IsZero(minute);
        if (exact)
            return Steps(hour, "hour", "day", CronWords.Clock);

        var within = IsZero(second) ? Steps(minute, "minute", "hour") : Seconds(second, minute);
        if (hour.IsAny)
            return minute.IsFixed ? $"{within} of every hour" : within;
        return minute.IsFixed ? $"{within}, {Steps(hour, "hour", "day", CronWords.Clock)}" : $"{within}, {During(hour)}";
    }

    private static List<string> Times(CronPart second, CronPart minute, CronPart hour)
    {
        var times =
            from h in hour.Values
            from m in minute.Values
            from s in second.Values
            select IsZero(second) ? $"{h:00}:{m:00}" : $"{h:00}:{m:00}:{s:00}";
        return [.. times];
    }

    private static string Seconds(CronPart second, CronPart minute)
    {
        var text = Steps(second, "second", "minute");
        if (!minute.IsAny)
            return $"{text}, {Steps(minute, "minute", "hour")}";
        return second.IsFixed ? $"{text} of every minute" : text;
    }

    /// <summary>A field as something that happens: "every 5 minutes", "at minutes 5 and 10".</summary>
    private static string Steps(CronPart part, string unit, string parent, Func<int, string>? word = null)
    {
        word ??= value => $"{value}";
        if (part.IsFixed)
            return word == CronWords.Clock
                ? $"at {CronWords.List(part.Values.Select(word))}"
                : $"at {unit}{(part.Values.Count() > 1 ? "s" : "")} {CronWords.List(part.Values.Select(word))}";

        var singles = part.Terms.Where(term => term.Kind is CronTermKind.Value).Select(term => word(term.Low)).ToList();
        var phrases = part
            .Terms.Where(term => term.Kind is not CronTermKind.Value)
            .Select(term => Step(term, part.Field, unit, parent, word));
        return singles.Count == 0 ? CronWords.List(phrases) : CronWords.List(phrases.Append($"at {CronWords.List(singles)}"));
    }

    private static string Step(CronTerm term, CronField field, string unit, string parent, Func<int, string> word)
    {
        var every = term.Step == 1 ? $"every {unit}" : $"every {term.Step} {unit}s";
        if (term.Kind is CronTermKind.Range)
            return $"{every} from {word(term.Low)} through {word(term.High)}";
        if (term.Low != field.Min)
            return $"{every} from {unit} {word(term.Low)} of each {parent}";
        return field.Cycle % term.Step == 0 ? every : $"{every} from the start of each {parent}";
    }

    /// <summary>The hours as a time in which something happens.</summary>
    private static string During(CronPart hour) =>
        hour.Terms switch
        {
            [{ Kind: CronTermKind.Value or CronTermKind.Range, Step: 1 } one] => $"from {one.Low:00}:00 through {one.High:00}:59",
            [{ Kind: CronTermKind.Star } star] => $"during every {CronWords.Ordinal(star.Step)} hour",
            _ => $"during the hours {CronWords.List(hour.Values.Select(value => $"{value}"))}",
        };

    private static bool IsZero(CronPart part) => part.Terms is [{ Kind: CronTermKind.Value, Low: 0 }];
}
