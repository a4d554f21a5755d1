using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace RedisScheduler.Bench;

/// <summary>
/// So many schedules due in one second, or every second for so long, all on the second (cron) or spread over it (interval): how late each run started, and how many due times never had one.
/// One process fires, runs and records. Ten seconds with a thousand schedules go before.
/// </summary>
internal static class DueTimes
{
    private const int WarmSchedules = 1_000;
    private const int WarmSeconds = Rig.WarmUp / WarmSchedules;

    // At the least: the begin is so far away that all are there before.
    private const int DefinedInOneSecond = 800;

    private delegate ScheduleBody Timing(ScheduleBody body, DateTimeOffset begin, int number);

    public static Task<object> BurstAsync(int count) => RunAsync(count, 1, OneSecond);

    public static Task<object> EverySecondAsync(int count, int seconds) => RunAsync(count, seconds, EverySecond(seconds));

    public static Task<object> SpreadAsync(int count, int seconds) =>
        RunAsync(
            count,
            seconds,
            (body, begin, number) =>
            {
                var start = begin.AddMilliseconds(number * 1000L / count);
                return body with { Interval = "1s", StartAt = start, EndAt = start.AddSeconds(seconds - 1) };
            }
        );

    private static Timing EverySecond(int seconds) =>
        (body, begin, _) => body with { Cron = "* * * * * *", StartAt = begin, EndAt = begin.AddSeconds(seconds - 1) };

    private static ScheduleBody OneSecond(ScheduleBody body, DateTimeOffset begin, int number) =>
        body with
        {
            Cron = $"{begin.Second} {begin.Minute} {begin.Hour} * * *",
        };

    private static async Task<object> RunAsync(int count, int seconds, Timing timing)
    {
        using var host = await Rig.HostAsync();
        using var redis = await RedisServer.ConnectAsync();
        await host.StartAsync();
        await MeasureAsync(host, redis, WarmSchedules, WarmSeconds, 'w', EverySecond(WarmSeconds));
        var (window, before) = await MeasureAsync(host, redis, count, seconds, 's', timing);
        await Recorded.AllAsync(host.Services);
        var costs = await CpuCosts.OfAsync(redis) - before;
        await Recorded.CheckAsync(host.Services, (WarmSchedules * WarmSeconds) + window.Started);
        await host.StopAsync();
        return window.Result(costs.ClientUs, costs.RedisUs);
    }

    // What it costs counts from the moment when all are registered.
    private static async Task<(DueWindow Window, CpuCosts Before)> MeasureAsync(IHost host, RedisServer redis, int count, int seconds, char name, Timing timing)
    {
        var time = host.Services.GetRequiredService<TimeProvider>();
        var begin = DateTimeOffset
            .FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds() + 1)
            .AddSeconds(4 + (count / DefinedInOneSecond));
        var window = new DueWindow(begin.ToUnixTimeMilliseconds(), count, seconds);
        Probe.Started = (job, now) => window.Note(job.ScheduleId, job.ScheduledAt, now);
        await Rig.FlowsAsync(
            50,
            count,
            number => Rig.DefineAsync(host.Services, timing(new ScheduleBody($"{name}{number}"), begin, number))
        );
        if (time.GetUtcNow() > begin.AddMilliseconds(-500))
        {
            throw new InvalidOperationException("The schedules were registered too late.");
        }

        var before = await CpuCosts.OfAsync(redis);
        await window.OverAsync(time);
        return (window, before);
    }
}
