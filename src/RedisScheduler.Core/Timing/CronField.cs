namespace RedisScheduler.Timing;

/// <summary>One of the six fields of a cron expression: its name, the values it may have, and their names.</summary>
internal sealed record CronField(string Name, int Min, int Max, string[] Names)
{
    internal static readonly CronField Second = new("second", 0, 59, []);
    internal static readonly CronField Minute = new("minute", 0, 59, []);
    internal static readonly CronField Hour = new("hour", 0, 23, []);
    internal static readonly CronField DayOfMonth = new("day of month", 1, 31, []);

    internal static readonly CronField Month = new(
        "month",
        1,
        12,
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
    );

    /// <summary>Sunday is 0 and 7.</summary>
    internal static readonly CronField DayOfWeek = new("day of week", 0, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]);

    /// <summary>All of them, in the order in which they stand.</summary>
    internal static readonly CronField[] All = [Second, Minute, Hour, DayOfMonth, Month, DayOfWeek];

    /// <summary>How many different values there are.</summary>
    internal int Cycle => this == DayOfWeek ? 7 : Max - Min + 1;
}
