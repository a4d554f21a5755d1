using System.Globalization;
using RedisScheduler.Timing;

namespace RedisScheduler.Core.Tests.Timing;

/// <summary>Due times that are taken out.</summary>
public sealed class ExclusionTests
{
    private const string Berlin = "Europe/Berlin";

    [Test]
    public void A_due_time_on_a_date_of_a_calendar_is_none()
    {
        var timing = Cron("30 9 * * *", Berlin, calendars: [Dates("holidays", "2026-12-24/2026-12-26", "2027-01-01")]);

        Assert.That(Days(timing, "2026-12-22", "2027-01-03"), Is.EqualTo("22 23 27 28 29 30 31 02"));
    }

    [Test]
    public void Dates_are_days_of_the_schedules_zone_unless_the_calendar_has_one()
    {
        // 23:30 in New York is the next day in Berlin.
        var (own, berlin) = (Dates("c", "2026-12-25"), Dates("c", "2026-12-25") with { TimeZone = Berlin });

        Assert.That(Days(Cron("30 23 * * *", "America/New_York", calendars: [own]), "2026-12-24", "2026-12-27"), Is.EqualTo("23 24"));
        Assert.That(Days(Cron("30 23 * * *", "America/New_York", calendars: [berlin]), "2026-12-24", "2026-12-27"), Is.EqualTo("23 25"));
    }

    [Test]
    public void An_expression_of_five_fields_takes_whole_minutes_out_and_one_of_six_whole_seconds()
    {
        Assert.That(Times(Cron("*/20 * * * * *", exclude: ["1 0 * * *"]), "00:00:39", "00:02:20"), Is.EqualTo("00:00:40 00:02:00 00:02:20"));
        Assert.That(Times(Cron("*/20 * * * * *", exclude: ["20 1 0 * * *"]), "00:00:59", "00:02:00"), Is.EqualTo("00:01:00 00:01:40 00:02:00"));
        var fast = new ScheduleTiming { Interval = TimeSpan.FromMilliseconds(250), Exclusions = new() { Crons = ["1 0 0 * * *"] } };
        Assert.That(Occurrences.Of(fast, 0).Between(750, 2_250), Is.EqualTo(new[] { 2_000L, 2_250 }));
    }

    [Test]
    public void Lunch_is_taken_out_of_an_interval_too()
    {
        var timing = new ScheduleTiming { Interval = TimeSpan.FromMinutes(30), TimeZone = Berlin, Exclusions = new() { Crons = ["* 12 * * *"] } };
        var after = Clock.Ms("2026-07-01T09:00Z");

        Assert.That(Occurrences.Of(timing, 0).Between(after, after + 7_200_000).Select(ms => Clock.Text(ms, Berlin)![11..16]), Is.EqualTo(new[] { "11:30", "13:00" }));
    }

    [Test]
    public void One_moment_that_is_taken_out_is_never_due()
    {
        var at = DateTimeOffset.Parse("2026-12-25T10:00Z", CultureInfo.InvariantCulture);

        Assert.That(Occurrences.Of(new() { At = at, Exclusions = new() { Calendars = [Dates("c", "2026-12-25")] } }, 0).NextAfter(0), Is.Null);
        Assert.That(Occurrences.Of(new() { At = at, Exclusions = new() { Calendars = [Dates("c", "2026-12-26")] } }, 0).NextAfter(0), Is.Not.Null);
    }

    [TestCase("30 2 * * *", "* 3 * * *", DstGap.Next, ExpectedResult = "27 28 30")]
    [TestCase("30 2 * * *", "* 2 * * *", DstGap.Next, ExpectedResult = "29")]
    [TestCase("30 2 * * *", "30 3 * * *", DstGap.Shift, ExpectedResult = "27 28 30")]
    [TestCase("30 2 * * *", "* 2 28 * *", DstGap.Skip, ExpectedResult = "27 30")]
    public string What_a_gap_moves_is_taken_out_by_the_time_that_the_wall_clock_shows(string cron, string exclude, DstGap gap) =>
        Days(Cron(cron, Berlin, [exclude]) with { DstGap = gap }, "2026-03-27", "2026-03-31");

    [Test]
    public void Both_passes_of_a_fold_are_taken_out()
    {
        var timing = Cron("0 * * * *", Berlin, ["* 2 25 10 *"]);
        var after = Clock.Ms("2026-10-24T22:30Z");

        Assert.That(Occurrences.Of(timing, 0).Between(after, after + (5 * 3_600_000)).Select(ms => Clock.Text(ms, Berlin)![11..16]), Is.EqualTo(new[] { "01:00", "03:00", "04:00" }));
    }

    [Test]
    public void Jitter_ends_before_the_next_due_time_that_is_left()
    {
        var occurrences = Occurrences.Of(Cron("0 * * * *", exclude: ["* 1-22 * * *"]) with { Jitter = TimeSpan.FromHours(23) }, 0);
        var late = occurrences.Between(0, 30L * 86_400_000).Select(due => occurrences.EffectiveAt("s", due) - due).ToList();

        Assert.That(late.Max(), Is.GreaterThan(3_600_000), "the hours that are taken out do not end it");
        Assert.That(occurrences.Between(0, 30L * 86_400_000).Skip(1).Zip(occurrences.Between(0, 30L * 86_400_000)), Has.All.Matches<(long Next, long Due)>(pair => occurrences.EffectiveAt("s", pair.Due) < pair.Next));
    }

    private static IEnumerable<TestCaseData> Everything()
    {
        yield return new(Cron("* * * * * *", exclude: ["* * * * *"]));
        yield return new(Cron("* * * * *", Berlin, ["0-29 * * * *", "30-59 * * * *"]));
        yield return new(Cron("30 * * * * *", Berlin, ["30 * * * * *"]) with { DstGap = DstGap.Skip });
        yield return new(Cron("*/2 * * * * *", exclude: ["*/4 * * * * *", "2/4 * * * * *"]));
        yield return new(Cron("30 2 * * *", Berlin, ["30 2 * * *"]) with { DstGap = DstGap.Skip });
        yield return new(Cron("0 12 * * *", exclude: ["* * * * 1-5"], calendars: [Dates("c", "1970-01-01/2199-12-31")]));
        yield return new(new ScheduleTiming { Interval = TimeSpan.FromMilliseconds(100), Exclusions = new() { Crons = ["* * * * *"] } });
        yield return new(new ScheduleTiming { Interval = TimeSpan.FromMinutes(1), Exclusions = new() { Crons = ["0 * * * * *"] } });
    }

    [TestCaseSource(nameof(Everything))]
    [CancelAfter(20_000)]
    public void What_takes_everything_out_ends_the_search(ScheduleTiming timing) => Assert.That(Occurrences.Of(timing, 0).NextAfter(Clock.Ms("2026-01-01T00:00Z")), Is.Null);

    [Test]
    public void The_search_goes_on_after_years_that_are_taken_out()
    {
        Assert.That(Clock.Text(Occurrences.Of(Cron("30 * * * * *", exclude: ["30 * * * 1-11 *"]), 0).NextAfter(Clock.Ms("2026-01-01T00:00Z"))), Is.EqualTo("2026-12-01T00:00:30.000+00:00"));
        var decades = Cron("* * * * *", calendars: [Dates("c", "2026-01-01/2026-12-31", "2027-01-01/2089-12-31")]);
        Assert.That(Clock.Text(Occurrences.Of(decades, 0).NextAfter(Clock.Ms("2026-01-01T00:00Z"))), Is.EqualTo("2090-01-01T00:00:00.000+00:00"));
    }

    [Test]
    public void What_took_a_time_out_is_named()
    {
        var occurrences = Occurrences.Of(Cron("0 * * * *", exclude: ["* 3 * * *", "* 4 * * *"], calendars: [Dates("a", "2026-01-01"), Dates("b", "2026-01-02/2026-01-05")]), 0);

        Assert.That(occurrences.ExcludedBy(Clock.Ms("2026-01-07T04:00Z")), Is.EqualTo(new ExcludedBy("exclude[1]", "* 4 * * *")));
        Assert.That(occurrences.ExcludedBy(Clock.Ms("2026-01-03T05:00Z")), Is.EqualTo(new ExcludedBy("calendars[1]", "b (2026-01-03)")));
        Assert.That(occurrences.ExcludedBy(Clock.Ms("2026-01-07T05:00Z")), Is.Null);
    }

    [Test]
    public void Random_exclusions_leave_what_a_walk_over_all_due_times_leaves([Range(1, 40)] int seed)
    {
        var random = new Random(seed);
        var zone = random.Next(2) == 0 ? Berlin : "America/Sao_Paulo";
        var model = new CronModel(random);
        CronModel.Expression[] excludes = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => model.Any(seconds: random.Next(2) == 0))];
        var dates = Enumerable.Range(0, 20).Select(_ => new DateOnly(2018, 1, 1).AddDays(random.Next(700))).ToHashSet();
        var timing = Cron(model.Any(seconds: false).Text, zone, [.. excludes.Select(each => each.Text)], [new() { Id = "c", Dates = [.. dates.Select(date => new DateRange(date, date))] }]);
        var (from, to) = (Clock.Ms("2018-02-01T00:00Z"), Clock.Ms("2018-04-10T00:00Z"));

        bool IsLeft(long due)
        {
            var wall = DateTime.Parse(Clock.Text(due, zone)![..19], CultureInfo.InvariantCulture);
            return !dates.Contains(DateOnly.FromDateTime(wall)) && !excludes.Any(each => each.Matches(each.Text.Split(' ').Length == 6 ? wall : wall.AddSeconds(-wall.Second)));
        }

        var expected = Occurrences.Of(timing with { Exclusions = null }, 0).Between(from, to).Where(IsLeft);
        Assert.That(Occurrences.Of(timing, 0).Between(from, to), Is.EqualTo(expected));
    }

    private static ScheduleTiming Cron(string cron, string zone = "UTC", string[]? exclude = null, CalendarDates[]? calendars = null) =>
        new() { Cron = cron, TimeZone = zone, Exclusions = new() { Crons = exclude ?? [], Calendars = calendars ?? [] } };

    private static CalendarDates Dates(string id, params string[] dates) => new() { Id = id, Dates = [.. dates.Select(text => DateRange.TryParse(text, out var range, out _) ? range : default)] };

    private static string Days(ScheduleTiming timing, string from, string to) =>
        string.Join(' ', Occurrences.Of(timing, 0).Between(Clock.Ms($"{from}T00:00Z"), Clock.Ms($"{to}T00:00Z")).Select(ms => Clock.Text(ms, timing.TimeZone)![8..10]));

    private static string Times(ScheduleTiming timing, string after, string to) =>
        string.Join(' ', Occurrences.Of(timing, 0).Between(Clock.Ms($"2026-01-01T{after}Z"), Clock.Ms($"2026-01-01T{to}Z")).Select(ms => Clock.Text(ms)![11..19]));
}
