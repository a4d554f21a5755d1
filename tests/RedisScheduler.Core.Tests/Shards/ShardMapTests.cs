using RedisScheduler.Jobs;
using RedisScheduler.Shards;

namespace RedisScheduler.Core.Tests.Shards;

[TestFixture]
internal sealed class ShardMapTests
{
    // Computed by a second implementation. A change of any moves schedules to other shards than the ones that Redis has them in.
    [TestCase("", 0xab3e7c0bu)]
    [TestCase("a", 0x1a80b1b3u)]
    [TestCase("shop.fetch", 0x02029699u)]
    [TestCase("shop.hook", 0x90525077u)]
    [TestCase("acme~shop.fetch", 0x1c661cf3u)]
    [TestCase("grüße", 0xee9f16e1u)]
    public void The_hash_never_changes(string key, uint hash) => Assert.That(ShardMap.Hash(key), Is.EqualTo(hash));

    [Test]
    public void A_long_key_is_hashed_too() => Assert.That(ShardMap.Hash(new string('x', 600)), Is.EqualTo(0xa739ec87u));

    [Test]
    public void A_job_is_in_the_shard_of_its_schedule([Values(1, 2, 3, 64)] int count)
    {
        var map = new ShardMap(count);
        foreach (var key in new[] { "shop.fetch", "acme~shop.fetch", "s-1" })
        {
            string[] ids = [JobId.Occurrence(key, 1_795_262_400_000), JobId.Backfill(key, 1), JobId.Delivery(key, 1, "event", "subscription"), JobId.Unique(key, 1)];
            Assert.That(ids.Select(map.OfJob), Is.All.EqualTo(map.OfSchedule(key)));
        }
    }

    [Test]
    public void A_job_of_a_Hangfire_client_may_be_in_any_shard() => Assert.That(new ShardMap(2).OfJob("8f14e45f-ceea-467f-a5d9-2b6b5a1c0a11"), Is.Null);

    [TestCase(2)]
    [TestCase(3)]
    [TestCase(16)]
    public void Schedules_spread_evenly_whatever_their_ids_look_like(int count)
    {
        var map = new ShardMap(count);
        foreach (var format in new Func<int, string>[] { i => $"s{i}", i => $"shop.p{i * 16}", i => $"{i:D8}", i => $"tenant{i}~nightly" })
        {
            var sizes = Enumerable.Range(0, 4000).GroupBy(i => map.OfSchedule(format(i))).Select(shard => shard.Count()).ToList();
            Assert.That(sizes, Has.Count.EqualTo(count));
            Assert.That(sizes, Is.All.InRange(4000 / count * 0.7, 4000.0 / count * 1.3));
        }
    }
}
