using NodaTime;
using NodaTime.TimeZones;
using RedisScheduler.Timing;

namespace RedisScheduler.Core.Tests.Timing;

/// <summary>What holds in every zone from 1970 to 2038. <c>scripts/check-zones</c> asks it of all of them.</summary>
[TestFixtureSource(typeof(AllZones), nameof(AllZones.Checked))]
public sealed class ZoneProperties(string zone)
{
    private static readonly Instant From = Instant.FromUtc(1970, 1, 1, 0, 0);
    private static readonly Instant To = Instant.FromUtc(2038, 1, 1, 0, 0);

    private readonly DateTimeZone tzdb = DateTimeZoneProviders.Tzdb[zone];

    [TestCase("30 0,1,2,3,23 * * *", DstGap.Next, DstFold.Auto)]
    [TestCase("*/20 0-3 */3 * *", DstGap.Next, DstFold.Auto)]
    [TestCase("*/20 0-3 */3 * *", DstGap.Shift, DstFold.Both)]
    [TestCase("*/20 0-3 */3 * *", DstGap.Skip, DstFold.Last)]
    public void Due_times_strictly_increase(string cron, DstGap gap, DstFold fold)
    {
        var occurrences = Clock.Cron(cron, zone, gap, fold);
        var (last, end) = (From.ToUnixTimeMilliseconds(), To.ToUnixTimeMilliseconds());

        while (occurrences.NextAfter(last) is { } next && next < end)
        {
            if (next <= last)
                Assert.Fail($"{Zones.Local(zone, next)} comes after {Zones.Local(zone, last)}");
            last = next;
        }

        Assert.That(last, Is.GreaterThan(end - (8 * 86_400_000L)));
    }

    [Test]
    public void Around_every_clock_change_due_times_are_those_of_a_walk_over_the_wall_clock(
        [Values("7 * * * *", "10,50 0,1,2,3,23 * * *", "*/20 1,2 * * 0,6")] string cron
    )
    {
        var wanted = Minutes(cron);
        foreach (var change in Changes())
        {
            var (after, upTo) = (change - Duration.FromHours(3), change + Duration.FromHours(3));
            // Walls further off than the clock moves are no matter to this window.
            var moved = tzdb.GetUtcOffset(change).Seconds - tzdb.GetUtcOffset(change - Duration.Epsilon).Seconds;
            var reach = Duration.FromSeconds(Math.Abs(moved)) + Duration.FromHours(1);
            var walls = Walls(after - reach, upTo + reach).Where(wanted).Select(wall => tzdb.MapLocal(wall)).ToList();
            foreach (var gap in Enum.GetValues<DstGap>())
            foreach (var fold in Enum.GetValues<DstFold>())
                Compare(cron, gap, fold, walls, after, upTo);
        }
    }

    private void Compare(string cron, DstGap gap, DstFold fold, List<ZoneLocalMapping> walls, Instant after, Instant upTo)
    {
        var both = fold is DstFold.Both || (fold is DstFold.Auto && cron.Contains('*', StringComparison.Ordinal) && IsIntervalLike(cron));
        var expected = new SortedSet<long>(
            walls
                .SelectMany(wall => Instants(wall, gap, fold, both))
                .Where(instant => instant > after && instant <= upTo)
                .Select(instant => instant.ToUnixTimeMilliseconds())
        );

        var actual = Clock.Cron(cron, zone, gap, fold).Between(after.ToUnixTimeMilliseconds(), upTo.ToUnixTimeMilliseconds()).ToList();

        if (!expected.SequenceEqual(actual))
            Assert.That(actual.Select(Local), Is.EqualTo(expected.Select(Local)), $"{gap} {fold}");
    }

    private static IEnumerable<Instant> Instants(ZoneLocalMapping wall, DstGap gap, DstFold fold, bool both)
    {
        if (wall.Count == 1)
            return [wall.Single().ToInstant()];
        if (wall.Count == 2)
            return both ? [wall.First().ToInstant(), wall.Last().ToInstant()]
                : fold is DstFold.Last ? [wall.Last().ToInstant()]
                : [wall.First().ToInstant()];
        return gap switch
        {
            DstGap.Skip => [],
            DstGap.Next => [wall.LateInterval.Start],
            _ => [wall.LocalDateTime.WithOffset(wall.EarlyInterval.WallOffset).ToInstant()],
        };
    }

    private IEnumerable<Instant> Changes() =>
        tzdb.GetZoneIntervals(new Interval(From, To)).Where(span => span.HasStart && span.Start > From).Select(span => span.Start);

    private IEnumerable<LocalDateTime> Walls(Instant from, Instant to)
    {
        var first = from.InZone(tzdb).LocalDateTime.With(TimeAdjusters.TruncateToMinute);
        for (var minute = 0; minute < (to - from).TotalMinutes; minute++)
            yield return first.PlusMinutes(minute);
    }

    /// <summary>The expressions of this fixture, said a second time.</summary>
    private static Func<LocalDateTime, bool> Minutes(string cron) =>
        cron switch
        {
            "7 * * * *" => wall => wall.Minute == 7,
            "10,50 0,1,2,3,23 * * *" => wall => wall is { Minute: 10 or 50, Hour: < 4 or 23 },
            _ => wall => wall is { Hour: 1 or 2, DayOfWeek: IsoDayOfWeek.Saturday or IsoDayOfWeek.Sunday } && wall.Minute % 20 == 0,
        };

    private static bool IsIntervalLike(string cron) => !cron.StartsWith("10,50", StringComparison.Ordinal);

    private string Local(long ms) => Zones.Local(zone, ms);
}
