using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Schedules;

namespace RedisScheduler.Bench;

/// <summary>From the call that asks for one run to the start of its handler, on a worker that has nothing else to do.</summary>
internal static class RunNow
{
    private static readonly TimeSpan UntilIdle = TimeSpan.FromMilliseconds(10);

    public static async Task<object> RunAsync(int count)
    {
        using var host = await Rig.HostAsync();
        await host.StartAsync();
        await Rig.DefineAsync(host.Services, 1);
        var runs = host.Services.GetRequiredService<RunService>();
        for (var i = 0; i < Rig.ShortWarmUp; i++)
        {
            await OneAsync(runs);
        }

        var latencies = new double[count];
        for (var i = 0; i < count; i++)
        {
            await Task.Delay(UntilIdle, TimeProvider.System);
            latencies[i] = await OneAsync(runs);
        }

        await Recorded.AllAsync(host.Services);
        await Recorded.CheckAsync(host.Services, Rig.ShortWarmUp + count);
        await host.StopAsync();
        Array.Sort(latencies);
        return new
        {
            P50 = Quantiles.At(latencies, 0.5),
            P99 = Quantiles.At(latencies, 0.99),
            Max = Quantiles.At(latencies, 1),
        };
    }

    private static async Task<double> OneAsync(RunService runs)
    {
        var started = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        Probe.Started = (_, _) => started.TrySetResult(Stopwatch.GetTimestamp());
        var asked = Stopwatch.GetTimestamp();
        await runs.RunNowAsync(Scopes.Default, Rig.Defined(0), new RunRequest(), Rig.Somebody, default);
        return Stopwatch.GetElapsedTime(asked, await started.Task).TotalMilliseconds;
    }
}
