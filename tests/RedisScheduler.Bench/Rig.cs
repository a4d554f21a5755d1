using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RedisScheduler.Access;
using RedisScheduler.Engine.Definitions;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Storage;
using RedisScheduler.Targets;
using RedisScheduler.Timing;
using RedisScheduler.Worker.Hosting;

namespace RedisScheduler.Bench;

/// <summary>What the measures share: a host as any user has it, with the one handler, and jobs and schedules for it.</summary>
internal static class Rig
{
    /// <summary>How many of the same each process does before it is measured: both runtimes compile just in time.</summary>
    public const int WarmUp = 10_000;

    /// <summary>The same where one takes about a millisecond.</summary>
    public const int ShortWarmUp = 2_000;

    public const string Handler = "probe";

    /// <summary>How many shards Redis is filled with.</summary>
    public static int Shards { get; } = int.Parse(Environment.GetEnvironmentVariable("SHARDS") ?? "1", CultureInfo.InvariantCulture);

    /// <summary>A host that is not started yet, over stores that are up to date.</summary>
    /// <param name="roles">What runs in it when it is started; all but the API where it is not said.</param>
    public static async Task<IHost> HostAsync(string roles = "scheduler,worker,recorder")
    {
        var builder = RedisSchedulerWorker.CreateBuilder([
            $"--ROLES={roles}",
            "--Serilog:MinimumLevel:Override:Microsoft.Hosting.Lifetime=Warning",
        ]);
        builder.AddHandler<Probe>(Handler);
        builder.Services.AddDefinitions();
        var host = builder.Build();
        await host.Services.GetRequiredService<IMigrations>().ApplyAsync(default);
        return host;
    }

    public static NewJob Job(int number, long nowMs, int schedule)
    {
        var key = $"bench-{schedule}";
        var id = $"{key}@{nowMs}-{number}";
        var queued = new JobEvent
        {
            Id = id,
            Status = ExecutionStatus.Queued,
            Scope = Scopes.Default,
            ScheduleId = key,
            Trigger = ExecutionTrigger.Manual,
            ScheduledMs = nowMs,
            EnqueuedMs = nowMs,
        };
        return new NewJob(id, key, Spec(key), nowMs, ExecutionTrigger.Manual, queued);
    }

    /// <summary>A schedule as the engine hands it to Redis.</summary>
    public static ScheduleEntry Entry(string key, ScheduleTiming timing, long anchorMs)
    {
        var due = Occurrences.Of(timing, anchorMs).NextAfter(anchorMs);
        return new ScheduleEntry
        {
            Key = key,
            Revision = 1,
            Plan = new SchedulePlan(timing, anchorMs, new MisfirePolicy(), OverlapPolicy.Allow),
            Spec = Spec(key),
            CronText = timing.Cron ?? $"@every {DurationText.Format(timing.Interval!.Value)}",
            TimeZone = timing.TimeZone,
            CreatedMs = anchorMs,
            NextDueMs = due,
            NextFireMs = due,
        };
    }

    /// <summary>Who asks for everything here.</summary>
    public static Actor Somebody { get; } = new(null, "bench");

    /// <summary>The name of a defined schedule.</summary>
    public static string Defined(int number) => $"d{number}";

    /// <summary>So many schedules that are due once a year.</summary>
    public static Task DefineAsync(IServiceProvider services, int count) =>
        FlowsAsync(50, count, number => DefineAsync(services, ScheduleBody.Yearly(Defined(number))));

    /// <summary>Saves a schedule as the API does: in SQL, then in Redis.</summary>
    public static Task DefineAsync(IServiceProvider services, ScheduleBody body) =>
        services.GetRequiredService<ScheduleService>().CreateAsync(Scopes.Default, body.ToJson(), Somebody, default);

    /// <summary>Runs work for every number below count over so many flows; answers how many a second.</summary>
    public static async Task<long> FlowsAsync(int flows, int count, Func<int, Task> one)
    {
        var next = -1;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, flows).Select(_ => Task.Run(FlowAsync)));
        return PerSecond(count, watch.Elapsed);

        async Task FlowAsync()
        {
            for (var number = Interlocked.Increment(ref next); number < count; number = Interlocked.Increment(ref next))
            {
                await one(number);
            }
        }
    }

    /// <summary>What one of so many costs, to a tenth.</summary>
    public static double Each(double total, double count) => Math.Round(total / count, 1);

    public static long PerSecond(int count, TimeSpan elapsed) => (long)(count / elapsed.TotalSeconds);

    private static JobSpec Spec(string key) =>
        new()
        {
            Scope = Scopes.Default,
            ScheduleId = key,
            Target = new HandlerTarget(Handler),
        };
}
