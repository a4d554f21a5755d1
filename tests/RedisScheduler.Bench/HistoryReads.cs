using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using RedisScheduler.Executions;
using RedisScheduler.Storage;

namespace RedisScheduler.Bench;

/// <summary>
/// How long the API's questions to a history of so many rows take: milliseconds, 200 times each, with other places asked for each time. Then the oldest days are deleted one after the other, as
/// the Janitor does, while others read and write: how long those take without it and with it.
/// </summary>
internal static class HistoryReads
{
    private const int Times = 200;

    // A connection plans a statement anew for five times, and then once for all.
    private const int WarmUp = 10;
    private const int Deletions = 10;
    private const int WrittenAtOnce = 100;
    private static readonly TimeSpan Undisturbed = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);
    private static readonly string[] MeanwhileAsked = ["find", "list", "listSchedule", "listFailed", "statsDay"];

    /// <summary>Fills it with the month before a moment (unix seconds).</summary>
    public static async Task<object> FillAsync(int rows, int until)
    {
        await using var services = Services();
        await services.GetRequiredService<IMigrations>().ApplyAsync(default);
        var watch = Stopwatch.StartNew();
        await Month(rows, until).FillAsync(services.GetRequiredService<IHistory>());
        return new { RowsPerSecond = Rig.PerSecond(rows, watch.Elapsed) };
    }

    /// <summary>Asks, and then deletes.</summary>
    public static async Task<object> RunAsync(int rows, int until)
    {
        await using var services = Services();
        var (history, month) = (services.GetRequiredService<IHistory>(), Month(rows, until));
        var questions = HistoryQuestions.All(services.GetRequiredService<IExecutionReader>(), month).ToArray();
        List<Figures> asked = [];
        foreach (var (name, ask) in questions)
        {
            var random = new Random(1);
            await TookAsync(() => ask(random), count => count < WarmUp);
            asked.Add(Of(name, await TookAsync(() => ask(random), count => count < Times)));
        }

        var written = 0;
        var alone = await MeanwhileAsync(Task.Delay(Undisturbed, TimeProvider.System));
        var deletions = Task.Run(() => TookAsync(DeleteAsync, count => count < Deletions, Breath));
        var whileDeleting = await MeanwhileAsync(deletions);
        return new
        {
            Questions = asked,
            Deletions = Of("delete", await deletions),
            Alone = alone,
            WhileDeleting = whileDeleting,
        };

        // Two that read and one that writes, all the time, until the work is done.
        async Task<Figures[]> MeanwhileAsync(Task work)
        {
            var some = questions.Where(question => MeanwhileAsked.Contains(question.Name, StringComparer.Ordinal)).ToArray();
            var (one, other) = (new Random(3), new Random(4));
            var reads = await Task.WhenAll(ReadAsync(one), ReadAsync(other), Task.Run(() => TookAsync(WriteAsync, _ => !work.IsCompleted)));
            return [Of("read", reads[0].Concat(reads[1])), Of("write", reads[2])];

            Task<List<double>> ReadAsync(Random random) => Task.Run(() => TookAsync(() => some[random.Next(some.Length)].Ask(random), _ => !work.IsCompleted));
        }

        Task WriteAsync() => history.ApplyAsync(month.After(WrittenAtOnce * written++, WrittenAtOnce), default);

        async Task DeleteAsync()
        {
            if (await history.DeleteBeforeAsync(month.Now.AddDays(Deletions + 2 - HistoryMonth.Days), 1_000, default) == 0)
            {
                throw new InvalidOperationException("There was nothing to delete.");
            }
        }
    }

    private static ServiceProvider Services() =>
        new ServiceCollection().AddLogging().AddSqlStore(Environment.GetEnvironmentVariable("DATABASE_URL")!).BuildServiceProvider();

    private static HistoryMonth Month(int rows, int until) => new(rows, DateTimeOffset.FromUnixTimeSeconds(until));

    private static async Task<List<double>> TookAsync(Func<Task> one, Func<int, bool> goesOn, TimeSpan pause = default)
    {
        List<double> took = [];
        while (goesOn(took.Count))
        {
            var watch = Stopwatch.StartNew();
            await one();
            took.Add(watch.Elapsed.TotalMilliseconds);
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, TimeProvider.System);
            }
        }

        return took;
    }

    private static Figures Of(string name, IEnumerable<double> took)
    {
        double[] sorted = [.. took.Order()];
        return new Figures(name, sorted.Length, Quantiles.At(sorted, 0.5), Quantiles.At(sorted, 0.99), Quantiles.At(sorted, 1));
    }

    /// <summary>Milliseconds.</summary>
    private sealed record Figures(string Name, int Count, double? P50, double? P99, double? Max);
}
