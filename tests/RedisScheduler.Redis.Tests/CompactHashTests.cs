using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.TestKit;

namespace RedisScheduler.Redis.Tests;

/// <summary>What there are many of is so short that redis-server keeps it in its compact form, which takes a third of the memory. Garnet has no such form.</summary>
[TestFixture]
internal sealed class CompactHashTests
{
    [Test]
    public async Task A_usual_schedule_and_its_job_are_compact()
    {
        await using var store = await Store.OpenAsync(RedisServers.Redis);
        var entry = Samples.Entry();
        await store.Get<IScheduleRegistry>().ApplyAsync([entry with { Plan = entry.Plan with { Overlap = OverlapPolicy.BufferAll } }], default);
        await store.Get<IJobQueue>().EnqueueAsync([Samples.Manual("m1")], Samples.Now, default);

        foreach (var key in new[] { store.Keys.RecurringJob("daily"), store.Keys.Job("m1") })
            Assert.That((string?)await store.Raw.ExecuteAsync("OBJECT", "ENCODING", key), Is.EqualTo("listpack"), key);
    }
}
