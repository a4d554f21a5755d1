using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.TestKit;
using RedisScheduler.Timing;

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
        ScheduleTiming cron = new() { Cron = "30 15 9 1,15 * MON-FRI", TimeZone = "America/Argentina/Buenos_Aires", StartAt = DateTimeOffset.UnixEpoch, Jitter = TimeSpan.FromMinutes(5) };
        await store.Get<IScheduleRegistry>().ApplyAsync(
            [
                entry with { Plan = entry.Plan with { Overlap = OverlapPolicy.BufferAll } },
                entry with { Key = "from", CronText = cron.Cron, TimeZone = cron.TimeZone, Plan = entry.Plan with { Timing = cron } },
            ],
            default);
        await store.Get<IJobQueue>().EnqueueAsync([Samples.Manual("m1")], Samples.Now, default);

        foreach (var key in new[] { store.Keys.RecurringJob("daily"), store.Keys.RecurringJob("from"), store.Keys.Job("m1") })
            Assert.That((string?)await store.Raw.ExecuteAsync("OBJECT", "ENCODING", key), Is.EqualTo("listpack"), key);
    }
}
