using RedisScheduler.Redis.Shards;

namespace RedisScheduler.Redis.Tests.Shards;

[TestFixture]
internal sealed class ShardPrefixesTests
{
    [TestCase("{hangfire}:", 1, new[] { "{hangfire}:" })]
    [TestCase("no-tag:", 1, new[] { "no-tag:" })]
    [TestCase("{hangfire}:", 3, new[] { "{rs-0}:", "{rs-1}:", "{rs-2}:" })]
    [TestCase("{shop}:", 2, new[] { "{shop-0}:", "{shop-1}:" })]
    [TestCase("eu:{shop}:x:", 2, new[] { "eu:{shop-0}:x:", "eu:{shop-1}:x:" })]
    public void The_hash_tag_tells_the_shard(string prefix, int count, string[] shards) => Assert.That(ShardPrefixes.Of(prefix, count), Is.EqualTo(shards));

    [TestCase(0)]
    [TestCase(65)]
    public void A_number_out_of_range_is_refused(int count) => Assert.That(() => ShardPrefixes.Of("{hangfire}:", count), Throws.InstanceOf<ArgumentOutOfRangeException>());

    [TestCase("shop:")]
    [TestCase("{}:")]
    [TestCase("}x{:")]
    public void A_prefix_without_a_hash_tag_is_refused_where_there_are_several(string prefix) =>
        Assert.That(() => ShardPrefixes.Of(prefix, 2), Throws.ArgumentException.With.Message.Contains("REDIS_PREFIX"));
}
