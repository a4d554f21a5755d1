using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;
using RedisScheduler.Storage;

namespace RedisScheduler.Bench;

/// <summary>
/// What the API asks of a history of so many rows: 30 days of 1,000 schedules in 250 workflows, one run in fifty failed and one in a thousand asked for by hand, written as the
/// Recorder writes them. Milliseconds of each query, p50 and p99 of 200, with other places asked for each time; then those of the deletion of the oldest day.
/// </summary>
internal static class HistoryReads
{
    private const int Batch = 10_000;
    private const int Schedules = 1_000;
    private const int Days = 30;
    private const int Times = 200;

    public static async Task<object> RunAsync(int rows)
    {
        await using var services = new ServiceCollection().AddLogging().AddSqlStore(Environment.GetEnvironmentVariable("DATABASE_URL")!).BuildServiceProvider();
        await services.GetRequiredService<IMigrations>().ApplyAsync(default);
        var (history, reader, now) = (services.GetRequiredService<IHistory>(), services.GetRequiredService<IExecutionReader>(), services.GetRequiredService<TimeProvider>().GetUtcNow());
        var figures = new Dictionary<string, double>(StringComparer.Ordinal) { ["filledRowsPerSecond"] = await FillAsync(history, rows, now) };
        foreach (var (name, ask) in Questions(reader, rows, now))
        {
            await MeasureAsync(name, Times, ask);
        }

        await MeasureAsync("deleteOldest", 10, _ => history.DeleteBeforeAsync(now - TimeSpan.FromDays(Days - 2), 1_000, default));
        return figures;

        async Task MeasureAsync(string name, int times, Func<Random, Task> ask)
        {
            var random = new Random(1);
            await ask(random);
            var took = new List<double>();
            for (var i = 0; i < times; i++)
            {
                var watch = Stopwatch.StartNew();
                await ask(random);
                took.Add(watch.Elapsed.TotalMilliseconds);
            }

            took.Sort();
            figures[$"{name}P50"] = Math.Round(took[times / 2], 2);
            figures[$"{name}P99"] = Math.Round(took[(times * 99) / 100], 2);
        }
    }

    private static IEnumerable<(string Name, Func<Random, Task> Ask)> Questions(IExecutionReader reader, int rows, DateTimeOffset now)
    {
        var all = new ExecutionQuery(Scopes.Default);
        yield return ("find", random => reader.FindAsync(Scopes.Default, Id(random.Next(rows), rows, now), default));
        yield return ("attempts", random => reader.AttemptsAsync(Scopes.Default, Id(random.Next(rows), rows, now), default));
        yield return ("list", random => List(all));
        yield return ("listFrom", random => List(all with { To = Past(random) }));
        yield return ("listSchedule", random => List(all with { ScheduleId = Schedule(random.Next(Schedules)), To = Past(random) }));
        yield return ("listWorkflow", random => List(all with { WorkflowId = Workflow(random.Next(Schedules)), To = Past(random) }));
        yield return ("listFailed", random => List(all with { Status = ExecutionStatus.Failed, To = Past(random) }));
        yield return ("listFailedOfSchedule", random => List(all with { Status = ExecutionStatus.Failed, ScheduleId = Schedule(random.Next(Schedules)) }));
        yield return ("listRunning", random => List(all with { Status = ExecutionStatus.Running }));
        yield return ("listManual", random => List(all with { Trigger = ExecutionTrigger.Manual, To = Past(random) }));
        yield return ("statsDay", random => Stats(null, 1, StatsBucketWidth.Hour, random));
        yield return ("statsMonth", random => Stats(null, Days, StatsBucketWidth.Day, random));
        yield return ("statsMonthByHour", random => Stats(null, Days, StatsBucketWidth.Hour, random));
        yield return ("statsScheduleDay", random => Stats(Schedule(random.Next(Schedules)), 1, StatsBucketWidth.Hour, random));
        yield return ("statsScheduleMonth", random => Stats(Schedule(random.Next(Schedules)), Days, StatsBucketWidth.Day, random));

        Task List(ExecutionQuery query) => reader.ListAsync(query, default);

        Task Stats(string? schedule, int days, StatsBucketWidth bucket, Random random)
        {
            var to = days < Days ? Past(random) : now;
            return reader.StatsAsync(new StatsQuery(Scopes.Default, schedule, to - TimeSpan.FromDays(days), to, bucket), default);
        }

        DateTimeOffset Past(Random random) => now - (random.NextDouble() * TimeSpan.FromDays(Days - 1));
    }

    private static async Task<double> FillAsync(IHistory history, int rows, DateTimeOffset now)
    {
        var random = new Random(2);
        var watch = Stopwatch.StartNew();
        foreach (var batch in Enumerable.Range(0, rows).Chunk(Batch))
        {
            await history.ApplyAsync(Array.ConvertAll(batch, number => Ended(number, rows, now, random)), default);
        }

        return Rig.PerSecond(rows, watch.Elapsed);
    }

    private static JobEvent Ended(int number, int rows, DateTimeOffset now, Random random)
    {
        var due = DueMs(number, rows, now);
        var failed = random.Next(50) == 0;
        var started = due + random.Next(50);
        return new JobEvent
        {
            Id = Id(number, rows, now),
            Status = failed ? ExecutionStatus.Failed : ExecutionStatus.Succeeded,
            Attempt = 1,
            Scope = Scopes.Default,
            ScheduleId = Schedule(number % Schedules),
            WorkflowId = Workflow(number % Schedules),
            Producer = "step",
            Trigger = random.Next(1_000) == 0 ? ExecutionTrigger.Manual : ExecutionTrigger.Schedule,
            ScheduledMs = due,
            EnqueuedMs = due,
            StartedMs = started,
            FinishedMs = started + (long)Math.Exp(random.NextDouble() * 9),
            Worker = "worker-1:4711:ab12cd",
            Error = failed ? new ExecutionError("System.TimeoutException", "The service did not answer.") : null,
            Output = failed ? null : "done",
        };
    }

    private static long DueMs(int number, int rows, DateTimeOffset now) =>
        (now - (TimeSpan.FromDays(Days) * ((double)(rows - number) / rows))).ToUnixTimeMilliseconds();

    private static string Id(int number, int rows, DateTimeOffset now) => JobId.Occurrence(Schedule(number % Schedules), DueMs(number, rows, now));

    private static string Workflow(int number) => string.Create(CultureInfo.InvariantCulture, $"flow{number / 4}");

    private static string Schedule(int number) => string.Create(CultureInfo.InvariantCulture, $"flow{number / 4}.step{number % 4}");
}
