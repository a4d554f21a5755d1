using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;

namespace RedisScheduler.Bench;

/// <summary>
/// Jobs into a queue: run-now, one a call over 50 flows, of a thousand schedules that SQL knows; and at the queue's seam in batches of 500. With or without this process recording
/// them meanwhile.
/// </summary>
internal static class Enqueue
{
    private const int Batch = 500;
    private const int Schedules = 1_000;

    public static async Task<object> RunAsync(int count, int recording)
    {
        using var host = await Rig.HostAsync("recorder");
        if (recording == 1)
        {
            await host.StartAsync();
        }

        await Rig.DefineAsync(host.Services, Schedules);
        var runs = host.Services.GetRequiredService<RunService>();
        await Rig.FlowsAsync(50, Rig.WarmUp, OneAsync);
        await FillAsync(host.Services, Rig.WarmUp);
        await SettledAsync();

        using var redis = await RedisServer.ConnectAsync();
        var before = await CpuCosts.OfAsync(redis);
        var flows = await Rig.FlowsAsync(50, count, OneAsync);
        var flowsCosts = await CpuCosts.OfAsync(redis) - before;
        await SettledAsync();

        before = await CpuCosts.OfAsync(redis);
        var watch = Stopwatch.StartNew();
        await FillAsync(host.Services, count);
        var batches = watch.Elapsed;
        var batchesCosts = await CpuCosts.OfAsync(redis) - before;
        await SettledAsync();
        var recorded = watch.Elapsed;
        await host.StopAsync();
        return new
        {
            Flows50 = flows,
            FlowsClientCpuUs = Rig.Each(flowsCosts.ClientUs, count),
            FlowsRedisCpuUs = Rig.Each(flowsCosts.RedisUs, count),
            Batches500 = Rig.PerSecond(count, batches),
            BatchesClientCpuUs = Rig.Each(batchesCosts.ClientUs, count),
            BatchesRedisCpuUs = Rig.Each(batchesCosts.RedisUs, count),
            BatchesRecorded = recording == 1 ? Rig.PerSecond(count, recorded) : (long?)null,
        };

        Task OneAsync(int number) => runs.RunNowAsync(Scopes.Default, Rig.Defined(number % Schedules), new RunRequest(), Rig.Somebody, default);

        Task SettledAsync() => recording == 1 ? Recorded.AllAsync(host.Services) : Task.CompletedTask;
    }

    public static async Task FillAsync(IServiceProvider services, int count, int schedules = 1)
    {
        var queue = services.GetRequiredService<IJobIntake>();
        var nowMs = services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var numbers in Enumerable.Range(0, count).Chunk(Batch))
        {
            await queue.EnqueueAsync([.. numbers.Select(number => Rig.Job(number, nowMs, number % schedules))], nowMs, default);
        }
    }
}
