using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Jobs;

namespace RedisScheduler.Bench;

/// <summary>Jobs into a queue: one a call over 50 flows, and in batches of 500.</summary>
internal static class Enqueue
{
    private const int Batch = 500;

    public static async Task<object> RunAsync(int count)
    {
        using var host = await Rig.HostAsync();
        var queue = host.Services.GetRequiredService<IJobQueue>();
        var nowMs = Now(host.Services);
        await queue.EnqueueAsync([Rig.Job(-1, nowMs)], nowMs, default);
        var single = await Rig.FlowsAsync(50, count, number => queue.EnqueueAsync([Rig.Job(number, nowMs)], nowMs, default));
        var watch = Stopwatch.StartNew();
        await FillAsync(host.Services, count);
        return new { Flows50 = single, Batches500 = Rig.PerSecond(count, watch.Elapsed) };
    }

    public static async Task FillAsync(IServiceProvider services, int count)
    {
        var queue = services.GetRequiredService<IJobQueue>();
        var nowMs = Now(services) + 1;
        foreach (var numbers in Enumerable.Range(0, count).Chunk(Batch))
        {
            await queue.EnqueueAsync([.. numbers.Select(number => Rig.Job(number, nowMs))], nowMs, default);
        }
    }

    private static long Now(IServiceProvider services) => services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
}
