using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Bench;

/// <summary>Cron schedules into Redis: one a call over 50 flows, and in batches of 500.</summary>
internal static class Register
{
    private const int Batch = 500;

    public static async Task<object> RunAsync(int count)
    {
        using var host = await Rig.HostAsync();
        var registry = host.Services.GetRequiredService<IScheduleRegistry>();
        var nowMs = host.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        var daily = new ScheduleTiming { Cron = "0 0 3 * * *" };
        var single = await Rig.FlowsAsync(50, count, number => registry.ApplyAsync([Entry($"f{number}", daily, nowMs)], default));
        var watch = Stopwatch.StartNew();
        await ApplyAsync(registry, Enumerable.Range(0, count).Select(number => Entry($"b{number}", daily, nowMs)));
        return new { Flows50 = single, Batches500 = Rig.PerSecond(count, watch.Elapsed) };
    }

    public static async Task ApplyAsync(IScheduleRegistry registry, IEnumerable<ScheduleEntry> entries)
    {
        foreach (var batch in entries.Chunk(Batch))
        {
            await registry.ApplyAsync(batch, default);
        }
    }

    public static ScheduleEntry Entry(string key, ScheduleTiming timing, long anchorMs)
    {
        var due = Occurrences.Of(timing, anchorMs).NextAfter(anchorMs);
        return new ScheduleEntry
        {
            Key = key,
            Revision = 1,
            Plan = new SchedulePlan(timing, anchorMs, new MisfirePolicy(), OverlapPolicy.Allow),
            Spec = Rig.Spec(key),
            CronText = timing.Cron ?? string.Create(CultureInfo.InvariantCulture, $"@every {timing.Interval!.Value.TotalSeconds}s"),
            TimeZone = "UTC",
            CreatedMs = anchorMs,
            NextDueMs = due,
            NextFireMs = due,
        };
    }
}
