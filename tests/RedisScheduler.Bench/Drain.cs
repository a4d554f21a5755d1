using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;

namespace RedisScheduler.Bench;

/// <summary>
/// Queued jobs until Redis has accepted the last finish, and until SQL has committed the last row, by worker processes that are warm. The queue is paused while it is filled and
/// until its rows are in the history: then time begins, and the queue is let go.
/// </summary>
internal static class Drain
{
    public static Task<object> RunAsync(int count, int processes) => RunAsync(count, processes, schedules: 1);

    /// <summary>Of many schedules, as shards need it.</summary>
    public static Task<object> SpreadAsync(int count, int processes) => RunAsync(count, processes, schedules: 1_000);

    private static async Task<object> RunAsync(int count, int processes, int schedules)
    {
        using var host = await Rig.HostAsync();
        using var redis = await RedisServer.ConnectAsync();
        await using var workers = await WorkerProcesses.StartAsync(processes);
        var queues = host.Services.GetRequiredService<IQueues>();
        var warm = Rig.WarmUp * processes;
        await Enqueue.FillAsync(host.Services, warm, schedules);
        await EndedAsync(redis, warm);
        await queues.SetPausedAsync(QueueNames.Default, paused: true, default);
        await Recorded.AllAsync(host.Services);
        var empty = await redis.CostsAsync();
        await Enqueue.FillAsync(host.Services, count, schedules);
        await Recorded.AllAsync(host.Services);

        var (clients, full) = (await workers.CpuAsync(), await redis.CostsAsync());
        var watch = Stopwatch.StartNew();
        await queues.SetPausedAsync(QueueNames.Default, paused: false, default);
        await EndedAsync(redis, warm + count);
        var ended = watch.Elapsed;
        await Recorded.AllAsync(host.Services);
        var recorded = watch.Elapsed;
        var (clientsAfter, after) = (await workers.CpuAsync(), await redis.CostsAsync());
        await Recorded.CheckAsync(host.Services, warm + count);
        return new
        {
            Ended = Rig.PerSecond(count, ended),
            Recorded = Rig.PerSecond(count, recorded),
            ClientCpuUs = Rig.Each(clientsAfter - clients, count),
            RedisCpuUs = Rig.Each(after.CpuUs - full.CpuUs, count),
            BusiestRedisCpuUs = Rig.Each(after.NodesCpuUs.Zip(full.NodesCpuUs, (now, before) => now - before).Max(), count),
            Commands = Rig.Each(after.Commands - empty.Commands, count),
            KeptBytes = Rig.Each(await redis.KeyBytesAsync("job:"), await redis.KeptAsync()),
            KeptKilobytes = Rig.Each(await redis.KeyBytesAsync(), 1000),
        };
    }

    private static Task EndedAsync(RedisServer redis, long count) =>
        Recorded.UntilAsync(async () => await redis.SucceededAsync() >= count, $"{count} jobs have succeeded");
}
