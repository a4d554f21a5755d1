using System.Globalization;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Schedules;

namespace RedisScheduler.Bench;

/// <summary>So many runs, spread evenly over 30 days and 1,000 schedules in 250 workflows; one in fifty failed, and one in a thousand asked for by hand.</summary>
internal sealed class HistoryMonth(int rows, DateTimeOffset now)
{
    public const int Days = 30;
    public const int Schedules = 1_000;
    private const int Batch = 10_000;
    private readonly Random random = new(2);

    /// <summary>Its end.</summary>
    public DateTimeOffset Now => now;

    /// <summary>Writes it as the Recorder writes.</summary>
    public async Task FillAsync(IHistory history)
    {
        foreach (var batch in Enumerable.Range(0, rows).Chunk(Batch))
        {
            await history.ApplyAsync(Array.ConvertAll(batch, Ended), default);
        }
    }

    /// <summary>Runs that come after it.</summary>
    public JobEvent[] After(int first, int count) => [.. Enumerable.Range(rows + first, count).Select(Ended)];

    /// <summary>The id of any of its runs.</summary>
    public string Any(Random chosen) => Id(chosen.Next(rows));

    public static string Workflow(int number) => string.Create(CultureInfo.InvariantCulture, $"flow{number / 4}");

    public static string Schedule(int number) => string.Create(CultureInfo.InvariantCulture, $"flow{number / 4}.step{number % 4}");

    private JobEvent Ended(int number)
    {
        var due = DueMs(number);
        var failed = random.Next(50) == 0;
        var started = due + random.Next(50);
        return new JobEvent
        {
            Id = Id(number),
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

    private long DueMs(int number) => (now - (TimeSpan.FromDays(Days) * ((double)(rows - number) / rows))).ToUnixTimeMilliseconds();

    private string Id(int number) => JobId.Occurrence(Schedule(number % Schedules), DueMs(number));
}
