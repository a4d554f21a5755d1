using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Storage;
using RedisScheduler.Targets;
using RedisScheduler.Worker.Hosting;

namespace RedisScheduler.Bench;

/// <summary>What the measures share: a worker host as any user has it, with the one handler, and jobs for it.</summary>
internal static class Rig
{
    private const string Handler = "probe";

    /// <summary>A host that is not started yet, over stores that are up to date.</summary>
    public static async Task<IHost> HostAsync()
    {
        var builder = RedisSchedulerWorker.CreateBuilder([]);
        builder.AddHandler<Probe>(Handler);
        var host = builder.Build();
        await host.Services.GetRequiredService<IMigrations>().ApplyAsync(default);
        return host;
    }

    public static JobSpec Spec(string key) => new() { Scope = Scopes.Default, ScheduleId = key, Target = new HandlerTarget(Handler) };

    public static NewJob Job(int number, long nowMs)
    {
        var id = $"bench@{nowMs}-{number}";
        var queued = new JobEvent
        {
            Id = id,
            Status = ExecutionStatus.Queued,
            Scope = Scopes.Default,
            ScheduleId = "bench",
            Trigger = ExecutionTrigger.Manual,
            ScheduledMs = nowMs,
            EnqueuedMs = nowMs,
        };
        return new NewJob(id, "bench", Spec("bench"), nowMs, ExecutionTrigger.Manual, queued);
    }

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

    public static long PerSecond(int count, TimeSpan elapsed) => (long)(count / elapsed.TotalSeconds);
}
