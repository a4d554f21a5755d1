using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Executions;

namespace RedisScheduler.Bench;

/// <summary>Queued jobs until the last one has ended, and until the last one's row is in the history.</summary>
internal static class Drain
{
    public static async Task<object> RunAsync(int count)
    {
        using var host = await Rig.HostAsync();
        await Enqueue.FillAsync(host.Services, count);
        var started = Probe.Expect(count);
        var watch = Stopwatch.StartNew();
        await host.StartAsync();
        await started;
        var ended = watch.Elapsed;
        await RecordedAsync(host.Services, count);
        var recorded = watch.Elapsed;
        await host.StopAsync();
        return new { JobsPerSecond = Rig.PerSecond(count, ended), RecordedPerSecond = Rig.PerSecond(count, recorded) };
    }

    /// <summary>A further process that drains what is there, until standard input ends.</summary>
    public static async Task<object> WorkAsync(int count)
    {
        using var host = await Rig.HostAsync();
        _ = Probe.Expect(count);
        await host.StartAsync();
        await Console.In.ReadToEndAsync();
        await host.StopAsync();
        return new { Jobs = Probe.Started };
    }

    private static async Task RecordedAsync(IServiceProvider services, int count)
    {
        var (outbox, reader, time) = (services.GetRequiredService<IOutbox>(), services.GetRequiredService<IExecutionReader>(), services.GetRequiredService<TimeProvider>());
        var now = time.GetUtcNow();
        var all = new StatsQuery(Schedules.Scopes.Default, null, now.AddDays(-1), now.AddDays(1), StatsBucketWidth.Day);
        while (true)
        {
            while (await outbox.LengthAsync(default) > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), time);
            }

            var stats = await reader.StatsAsync(all, default);
            if (stats.ByStatus.GetValueOrDefault(ExecutionStatus.Succeeded) >= count)
            {
                return;
            }
        }
    }
}
