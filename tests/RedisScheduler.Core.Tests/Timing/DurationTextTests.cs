using RedisScheduler.Timing;

namespace RedisScheduler.Core.Tests.Timing;

public sealed class DurationTextTests
{
    [TestCase("250ms", 250)]
    [TestCase("30s", 30_000)]
    [TestCase("5m", 300_000)]
    [TestCase("1h", 3_600_000)]
    [TestCase("1d", 86_400_000)]
    [TestCase("1h30m", 5_400_000)]
    [TestCase("1d2h3m4s5ms", 93_784_005)]
    [TestCase("90s", 90_000)]
    [TestCase("PT5M", 300_000)]
    [TestCase("P1D", 86_400_000)]
    [TestCase("P1DT12H", 129_600_000)]
    [TestCase("PT1H30M10S", 5_410_000)]
    public void A_duration_is_read(string text, long expectedMs)
    {
        Assert.That(DurationText.TryParse(text, out var value, out var error), Is.True, error);
        Assert.That(value.TotalMilliseconds, Is.EqualTo(expectedMs));
    }

    [TestCase("", "missing")]
    [TestCase("0s", "more than zero")]
    [TestCase("PT0S", "more than zero")]
    [TestCase("-5s", "negative")]
    [TestCase("5", "unit is missing")]
    [TestCase("abc", "number is missing")]
    [TestCase("s", "number is missing")]
    [TestCase("1.5h", "fractions")]
    [TestCase("PT1.5S", "fractions")]
    [TestCase("5x", "unknown unit 'x'")]
    [TestCase("5 m", "unknown unit ' m'")]
    [TestCase(" 5m", "number is missing")]
    [TestCase("5M", "unknown unit 'M'")]
    [TestCase("1w", "unknown unit 'w'")]
    [TestCase("5m1h", "out of order")]
    [TestCase("5m5m", "out of order")]
    [TestCase("99999999999999999999s", "too long")]
    [TestCase("9223372036854775807d", "too long")]
    [TestCase("10675199d3h", "too long")]
    [TestCase("P", "missing")]
    [TestCase("PT", "missing")]
    [TestCase("P5M", "unknown unit 'M'")]
    [TestCase("P1Y", "unknown unit 'Y'")]
    [TestCase("P-1D", "negative")]
    public void What_is_not_a_duration_is_refused_with_a_reason(string text, string reason)
    {
        Assert.That(DurationText.TryParse(text, out var value, out var error), Is.False);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(error, Does.Contain(reason).And.Contain($"'{text}'"));
            Assert.That(value, Is.EqualTo(TimeSpan.Zero));
        }
    }

    [TestCase(0, "0s")]
    [TestCase(250, "250ms")]
    [TestCase(90_000, "1m30s")]
    [TestCase(93_784_005, "1d2h3m4s5ms")]
    [TestCase(-90_000, "-1m30s")]
    public void A_duration_is_written(long ms, string expected) =>
        Assert.That(DurationText.Format(TimeSpan.FromMilliseconds(ms)), Is.EqualTo(expected));

    [Test]
    public void What_is_written_reads_as_the_same()
    {
        var random = new Random(5);
        for (var i = 0; i < 10_000; i++)
        {
            var value = TimeSpan.FromMilliseconds(random.NextInt64(1, 1L << random.Next(1, 48)));
            Assert.That(DurationText.TryParse(DurationText.Format(value), out var read, out _) ? read : default, Is.EqualTo(value));
        }
    }
}
