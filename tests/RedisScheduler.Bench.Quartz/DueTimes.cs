using System.Collections.Specialized;
using System.Globalization;
using Quartz;

namespace RedisScheduler.Bench.Quartz;

/// <summary>The due-time measures of Quartz.NET: the same windows, warm-up and counting as ours, triggers in memory.</summary>
internal static class DueTimes
{
    private const int WarmTriggers = 1_000;
    private const int WarmSeconds = 10;

    private delegate IScheduleBuilder Timing(DateTimeOffset begin);

    public static Task<object> BurstAsync(int count) => RunAsync(count, 1, spread: false, OneSecond);

    public static Task<object> EverySecondAsync(int count, int seconds) =>
        RunAsync(count, seconds, spread: false, _ => Cron("* * * * * ?"));

    public static Task<object> SpreadAsync(int count, int seconds) =>
        RunAsync(count, seconds, spread: true, _ => SimpleScheduleBuilder.Create().WithInterval(TimeSpan.FromSeconds(1)).RepeatForever());

    private static CronScheduleBuilder OneSecond(DateTimeOffset begin) => Cron($"{begin.Second} {begin.Minute} {begin.Hour} * * ?");

    private static CronScheduleBuilder Cron(string expression) => CronScheduleBuilder.Create(expression).InTimeZone(TimeZoneInfo.Utc);

    private static async Task<object> RunAsync(int count, int seconds, bool spread, Timing timing)
    {
        var settings = new NameValueCollection
        {
            ["quartz.threadPool.maxConcurrency"] = Environment.GetEnvironmentVariable("WORKER_CONCURRENCY"),
            ["quartz.scheduler.batchTriggerAcquisitionMaxCount"] = Environment.GetEnvironmentVariable("WORKER_CONCURRENCY"),
        };
        var scheduler = await QuartzSchedulerBuilder.Create().UseProperties(settings).BuildScheduler();
        await scheduler.Start();
        await MeasureAsync(scheduler, WarmTriggers, WarmSeconds, 'w', spread: false, _ => Cron("* * * * * ?"));
        var window = await MeasureAsync(scheduler, count, seconds, 's', spread, timing);
        await scheduler.Shutdown();
        return window.Result();
    }

    private static async Task<DueWindow> MeasureAsync(IScheduler scheduler, int count, int seconds, char name, bool spread, Timing timing)
    {
        var begin = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 4 + (count / 1_000));
        var window = new DueWindow(begin.ToUnixTimeMilliseconds(), count, seconds);
        Probe.Started = window.Note;
        for (var number = 0; number < count; number++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{name}{number}");
            var start = begin.AddMilliseconds(spread ? number * 1000L / count : 0);
            var trigger = TriggerBuilder.Create().WithIdentity(id).StartAt(start).EndAt(start.AddSeconds(seconds).AddMilliseconds(-1)).WithSchedule(timing(begin)).Build();
            await scheduler.ScheduleJob(JobBuilder.Create<Probe>().WithIdentity(id).Build(), trigger);
        }

        if (TimeProvider.System.GetUtcNow() > begin.AddMilliseconds(-500))
        {
            throw new InvalidOperationException("The triggers were scheduled too late.");
        }

        await window.OverAsync(TimeProvider.System);
        return window;
    }
}
