using RedisScheduler.Storage.History;

namespace RedisScheduler.Storage.Tests.History;

public sealed class DurationBucketTests
{
    [Test]
    public void Buckets_follow_each_other_without_a_gap_and_hold_what_they_say()
    {
        var next = 0L;
        for (var bucket = 0L; bucket < 300; bucket++)
        {
            var (from, width) = DurationBucket.Range(bucket);
            Assert.That(from, Is.EqualTo(next));
            Assert.That(width, Is.LessThanOrEqualTo(Math.Max(1, from / 8)));
            Assert.That((DurationBucket.Of(from), DurationBucket.Of(from + width - 1)), Is.EqualTo((bucket, bucket)));
            next = from + width;
        }
    }

    [Test]
    public void A_clock_that_was_set_back_makes_no_negative_bucket()
    {
        Assert.That(DurationBucket.Of(-5), Is.Zero);
    }

    [Test]
    public void Percentiles_are_near_those_of_the_values_themselves()
    {
        var random = new Random(3);
        var values = Enumerable.Range(0, 20_000).Select(_ => (long)Math.Exp(random.NextDouble() * 10)).Order().ToList();
        var buckets = values.CountBy(DurationBucket.Of).OrderBy(pair => pair.Key).Select(pair => (pair.Key, (long)pair.Value)).ToList();

        foreach (var part in new[] { 0.01, 0.5, 0.95, 0.999 })
        {
            var exact = values[(int)(part * (values.Count - 1))];
            Assert.That(DurationBucket.Percentile(buckets, part), Is.EqualTo(exact).Within(4).Percent.Or.EqualTo(exact).Within(1));
        }
    }

    [Test]
    public void Of_nothing_there_is_none()
    {
        Assert.That(DurationBucket.Percentile([], 0.5), Is.Null);
    }
}
