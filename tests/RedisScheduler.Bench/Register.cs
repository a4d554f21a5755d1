using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Bench;

/// <summary>
/// Cron schedules: into Redis, which is what the peer does, one a call over 50 flows and in batches of 500; through the definitions in SQL into Redis, and over HTTP, one a call over 50 flows;
/// over HTTP in workflows too. And what one takes in Redis.
/// </summary>
internal static class Register
{
    private const int Batch = 500;
    private static readonly ScheduleTiming Daily = new() { Cron = "0 0 3 * * *" };

    public static async Task<object> RunAsync(int count)
    {
        using var host = await Rig.HostAsync("scheduler");
        using var redis = await RedisServer.ConnectAsync();
        var registry = host.Services.GetRequiredService<IScheduleRegistry>();
        var nowMs = host.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
        Task OneAsync(int number) => registry.ApplyAsync([Entry(number)], default);
        ScheduleEntry Entry(int number) => Rig.Entry($"s{number}", Daily, nowMs);

        await Rig.FlowsAsync(50, Rig.WarmUp, OneAsync);
        await BatchesAsync(host.Services, Enumerable.Range(0, Rig.WarmUp).Select(Entry));
        await redis.FlushAsync();
        var flows = await Rig.FlowsAsync(50, count, OneAsync);
        await redis.FlushAsync();
        var before = await redis.CostsAsync();
        var watch = Stopwatch.StartNew();
        await BatchesAsync(host.Services, Enumerable.Range(0, count).Select(Entry));
        var batches = watch.Elapsed;
        var after = await redis.CostsAsync();
        var bytes = await redis.KeyBytesAsync();
        await redis.FlushAsync();
        var defined = await DefinedAsync(host.Services, count);
        await using var http = await Http.StartAsync();
        return new
        {
            Flows50 = flows,
            Batches500 = Rig.PerSecond(count, batches),
            Defined50 = defined,
            Http50 = await http.SchedulesAsync(count),
            Workflows50 = await http.WorkflowsAsync(count),
            Bytes = Rig.Each(bytes, count),
            UsedMemoryBytes = Rig.Each(after.Memory - before.Memory, count),
            Commands = Rig.Each(after.Commands - before.Commands, count),
        };
    }

    public static async Task BatchesAsync(IServiceProvider services, IEnumerable<ScheduleEntry> entries)
    {
        var registry = services.GetRequiredService<IScheduleRegistry>();
        foreach (var batch in entries.Chunk(Batch))
        {
            await registry.ApplyAsync(batch, default);
        }
    }

    private static async Task<long> DefinedAsync(IServiceProvider services, int count)
    {
        await Rig.FlowsAsync(50, Rig.WarmUp, number => Rig.DefineAsync(services, ScheduleBody.Yearly($"w{number}")));
        return await Rig.FlowsAsync(50, count, number => Rig.DefineAsync(services, ScheduleBody.Yearly($"d{number}")));
    }
}
