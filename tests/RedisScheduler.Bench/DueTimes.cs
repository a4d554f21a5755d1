using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Bench;

/// <summary>So many schedules due every second for so long, all on the second or spread over it: how late each run started, and how many never did.</summary>
internal static class DueTimes
{
    public static async Task<object> RunAsync(int count, int seconds, bool spread)
    {
        using var host = await Rig.HostAsync();
        var registry = host.Services.GetRequiredService<IScheduleRegistry>();
        var time = host.Services.GetRequiredService<TimeProvider>();
        await host.StartAsync();
        var first = ((time.GetUtcNow().ToUnixTimeMilliseconds() / 1000) + 4 + (count / 5_000)) * 1000;
        var expected = count * seconds;
        var started = Probe.Expect(expected);
        await Register.ApplyAsync(registry, Enumerable.Range(0, count).Select(Entry));
        var end = TimeSpan.FromMilliseconds(first + (seconds * 1000) + 10_000 - time.GetUtcNow().ToUnixTimeMilliseconds());
        await Task.WhenAny(started, Task.Delay(end, time));
        var lateness = Probe.Lateness();
        await host.StopAsync();
        return new { P50 = At(0.5), P99 = At(0.99), Max = At(1), MissedPercent = Math.Round(100.0 * (expected - lateness.Length) / expected, 1) };

        ScheduleEntry Entry(int number)
        {
            var start = first + (spread ? number * 1000L / count : 0);
            var timing = new ScheduleTiming
            {
                Interval = TimeSpan.FromSeconds(1),
                StartAt = DateTimeOffset.FromUnixTimeMilliseconds(start),
                EndAt = DateTimeOffset.FromUnixTimeMilliseconds(start + ((seconds - 1) * 1000L) + 1),
            };
            return Register.Entry($"s{number}", timing, start - 1);
        }

        double At(double quantile) => lateness.Length == 0 ? double.NaN : Math.Round(lateness[Math.Min(lateness.Length - 1, (int)(quantile * lateness.Length))], 2);
    }
}
