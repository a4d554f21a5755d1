namespace RedisScheduler.Timing;

/// <summary>Says in words on which days and in which months an expression is due.</summary>
internal static class CronDayWords
{
    internal static string Of(CronPart dayOfMonth, CronPart month, CronPart dayOfWeek)
    {
        var named = month is { IsFixed: true } && InMonth(dayOfMonth, dayOfWeek);
        var of = named ? CronWords.List(month.Values.Select(CronWords.Month)) : "the month";
        var monthOnly = month.IsAny || named ? "" : Months(month);

        if (dayOfMonth.IsAny)
            return dayOfWeek.IsAny ? monthOnly : Weekdays(dayOfWeek, of) + monthOnly;
        var condition = dayOfWeek.IsAny ? "" : $", if it is {WeekdayNames(dayOfWeek, of, " or ")}";
        return $" on {Days(dayOfMonth)} of {of}{condition}{monthOnly}";
    }

    private static bool InMonth(CronPart dayOfMonth, CronPart dayOfWeek) =>
        !dayOfMonth.IsAny || dayOfWeek.Terms[0].Kind is CronTermKind.Nth or CronTermKind.LastOf;

    private static string Months(CronPart month) =>
        month.Terms is [{ Kind: CronTermKind.Range, Step: 1 } range]
            ? $", {CronWords.Month(range.Low)} through {CronWords.Month(range.High)}"
            : $" in {CronWords.List(month.Values.Select(CronWords.Month))}";

    private static string Weekdays(CronPart part, string of) =>
        part.Terms is [{ Kind: CronTermKind.Range, Step: 1 }] ? $", {WeekdayNames(part, of)}" : $" on {WeekdayNames(part, of)}";

    private static string WeekdayNames(CronPart part, string of, string last = " and ") =>
        part.Terms[0] switch
        {
            { Kind: CronTermKind.Nth } nth => $"the {CronWords.Nth(nth.High)} {CronWords.Weekday(nth.Low)} of {of}",
            { Kind: CronTermKind.LastOf } day => $"the last {CronWords.Weekday(day.Low)} of {of}",
            { Kind: CronTermKind.Range, Step: 1 } range when part.Terms.Count == 1 =>
                $"{CronWords.Weekday(range.Low)} through {CronWords.Weekday(range.High)}",
            _ => CronWords.List(part.Values.Select(CronWords.Weekday), last),
        };

    private static string Days(CronPart part) =>
        part.Terms[0] switch
        {
            { Kind: CronTermKind.Last } last => Before(last.Low),
            { Kind: CronTermKind.LastWeekday, Low: 0 } => "the last weekday",
            { Kind: CronTermKind.LastWeekday } last => $"the weekday nearest to {Before(last.Low)}",
            { Kind: CronTermKind.NearestWeekday } nearest => $"the weekday nearest to the {CronWords.Ordinal(nearest.Low)}",
            _ => CronWords.List(part.Terms.Select(Day)),
        };

    private static string Before(int days) =>
        days switch
        {
            0 => "the last day",
            1 => "the day before the last",
            _ => $"the {CronWords.Ordinal(days)} day before the last",
        };

    private static string Day(CronTerm term)
    {
        var every = term.Step == 1 ? "every day" : $"every {CronWords.Ordinal(term.Step)} day";
        return term.Kind switch
        {
            CronTermKind.Value => $"the {CronWords.Ordinal(term.Low)}",
            CronTermKind.Range when term.Step == 1 => $"the {CronWords.Ordinal(term.Low)} through the {CronWords.Ordinal(term.High)}",
            CronTermKind.Range => $"{every} from the {CronWords.Ordinal(term.Low)} through the {CronWords.Ordinal(term.High)}",
            _ => $"{every} from the {CronWords.Ordinal(term.Low)}",
        };
    }
}
