using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace RedisScheduler.Bench;

/// <summary>
/// What many schedules cost while hardly any is due: memory, the time to save them and to bring them back after Redis was emptied, what a worker and Redis do meanwhile, and what one run costs, from
/// firing to its row in SQL, when some are due every second.
/// </summary>
internal static class Scale
{
    private const int FiringSeconds = 10;

    /// <summary>Longer than the pause between two comparisons of SQL with Redis, unless those take long themselves.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(70);

    public static async Task<object> RunAsync(int count, int rate)
    {
        using var host = await Rig.HostAsync("scheduler");
        using var redis = await RedisServer.ConnectAsync();
        var time = host.Services.GetRequiredService<TimeProvider>();
        var empty = await redis.CostsAsync();
        var watch = Stopwatch.StartNew();
        await Fleet.SleepingAsync(host.Services, count, time.GetUtcNow());
        var saved = watch.Elapsed;
        var full = await redis.CostsAsync();

        await using var workers = await WorkerProcesses.StartAsync(1);
        await QuietAsync(workers);
        var compared = (Worker: await workers.CpuAsync(), Redis: (await redis.CostsAsync()).CpuUs - full.CpuUs);
        await redis.FlushAsync();
        watch.Restart();
        await Recorded.UntilAsync(async () => await redis.DueAsync() >= count, "all schedules are back", TimeSpan.FromMinutes(30));
        var rebuilt = watch.Elapsed;
        await QuietAsync(workers);

        var (idleWorker, idleRedis) = (await workers.CpuAsync(), await redis.CostsAsync());
        await Task.Delay(Idle, TimeProvider.System);
        var idleUs = Idle.TotalMicroseconds;
        var idle = (Worker: await workers.CpuAsync() - idleWorker, Redis: (await redis.CostsAsync()).CpuUs - idleRedis.CpuUs);
        var memory = await workers.MemoryAsync();

        var runs = rate * FiringSeconds;
        var begin = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds()).AddSeconds(5 + (rate / 500));
        await Fleet.BusyAsync(host.Services, rate, begin, FiringSeconds);
        await Task.Delay(begin - time.GetUtcNow() - TimeSpan.FromMilliseconds(100), time);
        var (worker, server) = (await workers.CpuAsync(), await redis.CostsAsync());
        await Recorded.UntilAsync(async () => await redis.SucceededAsync() >= runs, $"{runs} runs have ended");
        var late = time.GetUtcNow() - begin - TimeSpan.FromSeconds(FiringSeconds);
        await Recorded.AllAsync(host.Services);
        var (workerAfter, serverAfter) = (await workers.CpuAsync(), await redis.CostsAsync());
        await Recorded.CheckAsync(host.Services, runs);
        return new
        {
            Schedules = count,
            Rate = rate,
            SavedPerSecond = Rig.PerSecond(count, saved),
            RedisBytes = Rig.Each(full.Memory - empty.Memory, count),
            WorkerMegabytes = Rig.Each(memory, 1_000_000),
            CompareWorkerSeconds = Math.Round(compared.Worker / 1e6, 2),
            CompareRedisSeconds = Math.Round(compared.Redis / 1e6, 2),
            RebuildSeconds = Math.Round(rebuilt.TotalSeconds, 1),
            IdleWorkerPercent = Math.Round(100 * idle.Worker / idleUs, 2),
            IdleRedisPercent = Math.Round(100 * idle.Redis / idleUs, 2),
            RunWorkerUs = Rig.Each(workerAfter - worker, runs),
            RunRedisUs = Rig.Each(serverAfter.CpuUs - server.CpuUs, runs),
            LastEndedAfterMs = Math.Round(late.TotalMilliseconds),
        };
    }

    /// <summary>Waits until the workers have compared SQL with Redis, which they do at their start: until they use less than a tenth of a core.</summary>
    private static async Task QuietAsync(WorkerProcesses workers)
    {
        var second = TimeSpan.FromSeconds(1);
        for (var before = await workers.CpuAsync(); ; )
        {
            await Task.Delay(second, TimeProvider.System);
            var after = await workers.CpuAsync();
            if (after - before < second.TotalMicroseconds / 10)
            {
                return;
            }

            before = after;
        }
    }
}
