using RedisScheduler.Executions;
using RedisScheduler.Storage;

namespace RedisScheduler.Dashboard.Tests.Fakes;

/// <summary>Runs in memory.</summary>
internal sealed class FakeHistory : IExecutionReader
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, (Execution Run, IReadOnlyList<Attempt> Attempts)> rows = new(StringComparer.Ordinal);

    public StoreSwitch Database { get; } = new("database");

    public void Put(Execution run, params IReadOnlyList<Attempt> attempts)
    {
        lock (gate)
            rows[run.Id] = (run, attempts);
    }

    public Task<Execution?> FindAsync(string scope, string id, CancellationToken cancel) =>
        Task.FromResult(Read(all => all.FirstOrDefault(row => row.Run.Scope == scope && row.Run.Id == id).Run ?? null));

    public Task<IReadOnlyList<Attempt>> AttemptsAsync(string scope, string id, CancellationToken cancel) =>
        Task.FromResult(Read(all => all.Where(row => row.Run.Scope == scope && row.Run.Id == id).Select(row => row.Attempts).FirstOrDefault() ?? []));

    public Task<Page<Execution>> ListAsync(ExecutionQuery query, CancellationToken cancel) =>
        Task.FromResult(Read(all => Paging.Cut(
            [
                .. all.Select(row => row.Run)
                    .Where(run => run.Scope == query.Scope
                        && (query.ScheduleId is null || run.ScheduleId == query.ScheduleId)
                        && (query.Status is null || run.Status == query.Status)
                        && (query.Trigger is null || run.Trigger == query.Trigger))
                    .OrderByDescending(run => run.ScheduledAt),
            ],
            query.Cursor,
            query.Limit)));

    public Task<ExecutionStats> StatsAsync(StatsQuery query, CancellationToken cancel) =>
        Task.FromResult(Read(all =>
        {
            var runs = all.Select(row => row.Run)
                .Where(run => run.Scope == query.Scope && run.ScheduleId == query.ScheduleId && run.ScheduledAt >= query.From && run.ScheduledAt < query.To)
                .ToArray();
            var width = (query.Bucket == StatsBucketWidth.Hour ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1)).Ticks;
            var durations = runs.Where(run => run.DurationMs is not null).Select(run => (double)run.DurationMs!).Order().ToArray();
            return new ExecutionStats
            {
                Total = runs.Length,
                ByStatus = ByStatus(runs),
                SuccessRate = SuccessRate(runs),
                AvgDurationMs = durations.Length == 0 ? null : durations.Average(),
                P50DurationMs = durations.Length == 0 ? null : durations[durations.Length / 2],
                P95DurationMs = durations.Length == 0 ? null : durations[durations.Length * 95 / 100],
                AvgLatenessMs = runs.Average(run => (double?)run.LatenessMs),
                Buckets =
                [
                    .. runs.GroupBy(run => run.ScheduledAt.UtcTicks / width * width)
                        .OrderBy(bucket => bucket.Key)
                        .Select(bucket => new StatsBucket { At = new(bucket.Key, TimeSpan.Zero), Total = bucket.Count(), ByStatus = ByStatus(bucket) }),
                ],
            };
        }));

    private static Dictionary<ExecutionStatus, long> ByStatus(IEnumerable<Execution> runs) =>
        runs.GroupBy(run => run.Status).ToDictionary(group => group.Key, group => group.LongCount());

    private static double? SuccessRate(IReadOnlyList<Execution> runs)
    {
        var ended = runs.Count(run => run.Status is ExecutionStatus.Succeeded or ExecutionStatus.Failed or ExecutionStatus.TimedOut or ExecutionStatus.Lost);
        return ended == 0 ? null : (double)runs.Count(run => run.Status == ExecutionStatus.Succeeded) / ended;
    }

    private T Read<T>(Func<IReadOnlyCollection<(Execution Run, IReadOnlyList<Attempt> Attempts)>, T> read)
    {
        Database.Check();
        lock (gate)
            return read(rows.Values);
    }
}
