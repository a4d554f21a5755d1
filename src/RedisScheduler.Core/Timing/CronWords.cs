using System.Globalization;

namespace RedisScheduler.Timing;

/// <summary>English for numbers, days and months.</summary>
internal static class CronWords
{
    private static readonly DateTimeFormatInfo Names = CultureInfo.InvariantCulture.DateTimeFormat;

    /// <summary>"a, b and c".</summary>
    internal static string List(IEnumerable<string> items, string last = " and ")
    {
        var all = items.ToList();
        return all.Count == 1 ? all[0] : string.Join(", ", all.SkipLast(1)) + last + all[^1];
    }

    /// <summary>1st, 2nd, 3rd, 11th.</summary>
    internal static string Ordinal(int number) =>
        (number % 10, number % 100) switch
        {
            (1, not 11) => $"{number}st",
            (2, not 12) => $"{number}nd",
            (3, not 13) => $"{number}rd",
            _ => $"{number}th",
        };

    internal static string Nth(int number) =>
        number switch
        {
            1 => "first",
            2 => "second",
            3 => "third",
            4 => "fourth",
            _ => "fifth",
        };

    internal static string Clock(int hour) => $"{hour:00}:00";

    internal static string Month(int month) => Names.GetMonthName(month);

    internal static string Weekday(int day) => Names.GetDayName((DayOfWeek)(day % 7));
}
