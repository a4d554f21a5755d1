using RedisScheduler.Dashboard.Access;
using RedisScheduler.Dashboard.Schedules;
using RedisScheduler.Dashboard.Shared;

namespace RedisScheduler.Dashboard.Tests.Shared;

internal sealed class WordsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 34, 56, TimeSpan.Zero);

    [TestCase(0.4, "now")]
    [TestCase(12, "in 12 s")]
    [TestCase(-12, "12 s ago")]
    [TestCase(185, "in 3 min 5 s")]
    [TestCase(-1_500, "25 min ago")]
    [TestCase(7_800, "in 2 h 10 min")]
    [TestCase(86_400, "in 1 d")]
    [TestCase(86_400 * 400.0, "in 400 d")]
    public void A_moment_is_told_by_how_far_away_it_is(double seconds, string words) =>
        Assert.That(Words.Relative(Now.AddSeconds(seconds), Now), Is.EqualTo(words));

    [TestCase(null, "–")]
    [TestCase(0d, "0 ms")]
    [TestCase(999.4, "999 ms")]
    [TestCase(1_420d, "1.42 s")]
    [TestCase(12_340d, "12.3 s")]
    [TestCase(125_000d, "2 min 5 s")]
    public void A_duration_has_the_unit_that_fits(double? ms, string words) => Assert.That(Words.Duration(ms), Is.EqualTo(words));

    [TestCase(null, "–")]
    [TestCase(1d, "100 %")]
    [TestCase(0.99999, "99.9 %")]
    [TestCase(0d, "0.0 %")]
    public void A_rate_is_never_rounded_up_to_all(double? share, string words) => Assert.That(Words.Rate(share), Is.EqualTo(words));

    [TestCase("/runs?status=Failed", "/runs?status=Failed")]
    [TestCase("/", "/")]
    [TestCase("//example.com", "/")]
    [TestCase("/\\example.com", "/")]
    [TestCase("https://example.com", "/")]
    [TestCase("/a\nb", "/")]
    [TestCase("", "/")]
    [TestCase(null, "/")]
    public void A_way_back_leads_to_ourselves(string? url, string to) => Assert.That(LocalUrl.Of(url), Is.EqualTo(to));

    [TestCase("24h", "2025-12-31T13:00:00Z")]
    [TestCase("7d", "2025-12-26T00:00:00Z")]
    [TestCase("nonsense", "2025-12-31T13:00:00Z")]
    public void A_range_begins_at_a_whole_column(string name, DateTimeOffset begin) =>
        Assert.That(StatsRange.Find(name).Begin(Now), Is.EqualTo(begin));

    [TestCase(0, 2), TestCase(3, 4), TestCase(11, 20), TestCase(640, 800), TestCase(8_900, 10_000)]
    public void A_charts_upper_line_is_a_round_number(double value, double line) => Assert.That(ChartScale.RoundUp(value), Is.EqualTo(line));
}
