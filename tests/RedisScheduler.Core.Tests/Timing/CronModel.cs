using System.Globalization;

namespace RedisScheduler.Core.Tests.Timing;

/// <summary>
/// Expressions made at random together with a predicate that says the same, so that nothing of the real parser or matcher is
/// needed to know what is right.
/// </summary>
internal sealed class CronModel(Random random)
{
    internal sealed record Field(string Text, Func<DateTime, bool> Matches, bool Interval = false);

    internal sealed record Expression(string Text, Func<DateTime, bool> Matches, bool Interval);

    internal Expression Any(bool seconds)
    {
        Field[] fields =
        [
            seconds ? Number(0, 59, date => date.Second) : new("", date => date.Second == 0),
            Number(0, 59, date => date.Minute),
            Number(0, 23, date => date.Hour),
            DayOfMonth(),
            Number(1, 12, date => date.Month, star: 0.7),
            DayOfWeek(),
        ];
        return Join(fields);
    }

    internal Expression AnyDay() =>
        Join([
            new("0", date => date.Second == 0),
            new("0", date => date.Minute == 0),
            new("0", date => date.Hour == 0),
            DayOfMonth(),
            Number(1, 12, date => date.Month, star: 0.5),
            DayOfWeek(),
        ]);

    private static Expression Join(Field[] fields) =>
        new(
            string.Join(' ', fields.Select(field => field.Text)).Trim(),
            date => fields.All(field => field.Matches(date)),
            fields.Take(3).Any(field => field.Interval)
        );

    private Field Number(int min, int max, Func<DateTime, int> value, double star = 0.3, int? last = null)
    {
        if (random.NextDouble() < star)
            return new("*", _ => true, Interval: true);
        var low = random.Next(min, max + 1);
        var high = random.Next(min, max + 1);
        var step = random.Next(1, 8);
        var cycle = max - min + 1;
        return random.Next(5) switch
        {
            0 => new(Text(low), date => value(date) == low),
            1 => new($"{low},{high}", date => value(date) == low || value(date) == high),
            2 => new($"*/{step}", date => (value(date) - min) % step == 0, Interval: true),
            3 => From(low, min, last ?? max, step, cycle, value),
            _ => new(
                $"{low}-{high}/{step}",
                date => (value(date) - low + cycle) % cycle is var gone && gone <= (high - low + cycle) % cycle && gone % step == 0,
                Interval: true
            ),
        };
    }

    /// <summary>With 7 for the last day of the week, Sunday, which is 0 too.</summary>
    private static Field From(int low, int min, int last, int step, int cycle, Func<DateTime, int> value)
    {
        var values = new HashSet<int>();
        for (var i = low; i <= last; i += step)
            values.Add(min + ((i - min) % cycle));
        return new($"{low}/{step}", date => values.Contains(value(date)), Interval: true);
    }

    private Field DayOfMonth()
    {
        var day = random.Next(1, 32);
        var before = random.Next(0, 31);
        return random.Next(7) switch
        {
            0 => new("L", date => date.AddDays(1).Day == 1),
            1 => new($"L-{before}", date => date.Day == Length(date) - before),
            2 => new("LW", date => date.Date == NearestWeekday(date, Length(date))),
            3 => new($"L-{before}W", date => Length(date) > before && date.Date == NearestWeekday(date, Length(date) - before)),
            4 => new($"{day}W", date => Length(date) >= day && date.Date == NearestWeekday(date, day)),
            5 => new("?", _ => true),
            _ => Number(1, 31, date => date.Day),
        };
    }

    private Field DayOfWeek()
    {
        var day = random.Next(0, 7);
        var nth = random.Next(1, 6);
        var name = random.Next(2) == 0 ? Text(day) : CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedDayNames[day];
        return random.Next(6) switch
        {
            0 => new($"{name}#{nth}", date => (int)date.DayOfWeek == day && (date.Day + 6) / 7 == nth),
            1 => new($"{name}L", date => (int)date.DayOfWeek == day && date.AddDays(7).Month != date.Month),
            2 => Number(0, 6, date => (int)date.DayOfWeek, last: 7),
            3 => new($"{day}-7", date => date.DayOfWeek == System.DayOfWeek.Sunday || (int)date.DayOfWeek >= day),
            _ => new("*", _ => true),
        };
    }

    private static DateTime NearestWeekday(DateTime month, int day)
    {
        var wanted = new DateTime(month.Year, month.Month, day);
        return Enumerable
            .Range(-2, 5)
            .Select(shift => wanted.AddDays(shift))
            .Where(date => date.Month == wanted.Month && date.DayOfWeek is not (System.DayOfWeek.Saturday or System.DayOfWeek.Sunday))
            .MinBy(date => Math.Abs((date - wanted).Days));
    }

    private static int Length(DateTime date) => DateTime.DaysInMonth(date.Year, date.Month);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
