using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Storage;
using RedisScheduler.Targets;
using RedisScheduler.Timing;
using RedisScheduler.Workflows;

namespace RedisScheduler.Bench;

/// <summary>
/// Facts into the history of DATABASE_URL: runs whose making and end come in one batch (fresh), and runs that are made (queued) and ended in different batches, of one schedule
/// and spread over many. Rows a second, and microseconds of CPU a row: of this process, and of PostgreSQL.
/// </summary>
internal static class History
{
    private const int Batch = 10_000;
    private const int Many = 2_000;

    public static async Task<object> RunAsync(int count)
    {
        await using var services = new ServiceCollection().AddLogging().AddSqlStore(Environment.GetEnvironmentVariable("DATABASE_URL")!).BuildServiceProvider();
        await services.GetRequiredService<IMigrations>().ApplyAsync(default);
        var history = services.GetRequiredService<IHistory>();
        var database = await PostgresCpu.FindAsync();
        var figures = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (name, schedules) in new[] { ("one", 1), ("many", Many) })
        {
            await DefineAsync(services.GetRequiredService<IDefinitionStore>(), name, schedules);
            var first = services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeMilliseconds();
            var warm = Runs(name, schedules, first - 3_600_000, 2_000);
            await ApplyAsync(history, warm);
            await ApplyAsync(history, warm.Select(End));

            var runs = Runs(name, schedules, first, count);
            await MeasureAsync($"{name}Fresh", runs.Chunk(Batch / 2).SelectMany(chunk => chunk.Concat(chunk.Select(End))));
            runs = Runs(name, schedules, first + 3_600_000, count);
            await MeasureAsync($"{name}Queued", runs);
            await MeasureAsync($"{name}Ended", runs.Select(End));
        }

        return figures;

        async Task MeasureAsync(string measure, IEnumerable<JobEvent> facts)
        {
            JobEvent[] all = [.. facts];
            GC.Collect();
            using var process = Process.GetCurrentProcess();
            var (cpu, databaseCpu, watch) = (process.TotalProcessorTime, database?.Used(), Stopwatch.StartNew());
            await ApplyAsync(history, all);
            process.Refresh();
            figures[$"{measure}RowsPerSecond"] = Rig.PerSecond(count, watch.Elapsed);
            figures[$"{measure}CpuUs"] = Math.Round((process.TotalProcessorTime - cpu).TotalMicroseconds / count, 2);
            if (database?.Used() - databaseCpu is { } used)
                figures[$"{measure}DatabaseCpuUs"] = Math.Round(used.TotalMicroseconds / count, 2);
        }
    }

    private static async Task ApplyAsync(IHistory history, IEnumerable<JobEvent> facts)
    {
        foreach (var batch in facts.Chunk(Batch))
        {
            await history.ApplyAsync(batch, default);
        }
    }

    private static JobEvent[] Runs(string name, int schedules, long firstMs, int count) =>
        [.. Enumerable.Range(0, count).Select(number => Made(Key(name, number % schedules), schedules == 1, firstMs + (number / schedules * 1000L / (schedules == 1 ? 1000 : 1))))];

    private static JobEvent Made(string key, bool alone, long dueMs) => new()
    {
        Id = JobId.Occurrence(key, dueMs),
        Status = ExecutionStatus.Queued,
        Scope = Scopes.Default,
        ScheduleId = key,
        WorkflowId = alone ? null : key[..key.IndexOf('.', StringComparison.Ordinal)],
        Producer = alone ? null : "step",
        Trigger = ExecutionTrigger.Schedule,
        ScheduledMs = dueMs,
        EnqueuedMs = dueMs + 3,
        SetsNextDue = true,
        NextDueMs = dueMs + 1000,
    };

    private static JobEvent End(JobEvent made) => made with
    {
        Status = ExecutionStatus.Succeeded,
        Attempt = 1,
        Token = made.ScheduledMs!.Value,
        StartedMs = made.ScheduledMs + 5,
        FinishedMs = made.ScheduledMs + 5 + (made.ScheduledMs % 40),
        Worker = "worker-1:4711:ab12cd",
        Output = "done",
        SetsNextDue = false,
        NextDueMs = null,
    };

    private static string Key(string name, int number) => string.Create(CultureInfo.InvariantCulture, $"{name}{number / 4}.step{number % 4}");

    private static async Task DefineAsync(IDefinitionStore definitions, string name, int schedules)
    {
        var spec = new ScheduleSpec { Timing = new ScheduleTiming { Cron = "* * * * * *" }, Target = new HandlerTarget("probe") };
        for (var number = 0; number < schedules; number++)
        {
            var id = Key(name, number);
            var made = DateTimeOffset.UnixEpoch;
            var schedule = new Schedule { Scope = Scopes.Default, Id = id, Name = id, Spec = spec, AnchorMs = 0, CreatedAt = made, UpdatedAt = made };
            await definitions.ChangeScheduleAsync(Scopes.Default, id, _ => new ScheduleView(schedule, new ScheduleState()), default);
        }
    }
}
