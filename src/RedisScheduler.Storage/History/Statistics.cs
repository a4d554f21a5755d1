using System.Runtime.InteropServices;
using RedisScheduler.Executions;
using RedisScheduler.Storage.Columns;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.History;

/// <summary>Counts and durations of a range: one row a bucket and status, and the percentiles over the whole range.</summary>
internal static class Statistics
{
    /// <summary>
    /// Up to so many durations percentiles are computed from the rows; beyond, from what the rollups counted of all hours of a scope, or days of a schedule, that the range touches.
    /// </summary>
    internal const int Exact = 1_000;

    // Whole hours from the rollups; of the hours in which the range begins and ends, and what has not ended, from the rows.
    private const string Counts = """
        SELECT at / @Width * @Width AS bucket_at, status, CAST(sum(total) AS bigint) AS total,
          CAST(sum(durations) AS bigint) AS durations, CAST(sum(duration_sum) AS bigint) AS duration_sum,
          CAST(sum(latenesses) AS bigint) AS latenesses, CAST(sum(lateness_sum) AS bigint) AS lateness_sum
        FROM (
          SELECT hour AS at, status, total, durations, duration_sum, latenesses, lateness_sum FROM rollups
          WHERE scope = @Scope AND schedule_id = @Of AND hour >= @FirstHour AND hour < @LastHour
          UNION ALL {head}
          UNION ALL {tail}
          {open}
        ) AS parts
        GROUP BY 1, 2
        HAVING sum(total) > 0
        """;

    // Summed up where they are read, which takes a fifth less time than rows that go on one by one.
    private const string PartOfHour = """
        SELECT {part}From AS at, status, {part}Sign * count(*) AS total,
          {part}Sign * count(finished_at - started_at) AS durations, {part}Sign * CAST(coalesce(sum(finished_at - started_at), 0) AS bigint) AS duration_sum,
          {part}Sign * count(started_at) AS latenesses, {part}Sign * CAST(coalesce(sum(started_at - scheduled_at), 0) AS bigint) AS lateness_sum
        FROM executions {filter} AND scheduled_at >= {part}From AND scheduled_at < {part}To AND status NOT IN ('queued', 'running', 'retrying')
        GROUP BY status
        """;

    private const string Open = """
        UNION ALL SELECT scheduled_at AS at, status, 1 AS total,
          CASE WHEN finished_at - started_at IS NULL THEN 0 ELSE 1 END AS durations, coalesce(finished_at - started_at, 0) AS duration_sum,
          CASE WHEN started_at IS NULL THEN 0 ELSE 1 END AS latenesses, coalesce(started_at - scheduled_at, 0) AS lateness_sum
        FROM {openRuns}
        """;

    private const string Buckets = """
        SELECT bucket, CAST(sum(total) AS bigint) AS total
        FROM (
          SELECT bucket, total FROM rollup_durations WHERE scope = @Scope AND schedule_id = @Of AND hours = 24 AND at >= @FirstDay AND at < @LastDay
          UNION ALL SELECT bucket, total FROM rollup_durations WHERE scope = @Scope AND schedule_id = @Of AND hours = 1 AND at >= @HoursFrom AND at < @HoursTo
          UNION ALL SELECT bucket, total FROM rollup_durations WHERE scope = @Scope AND schedule_id = @Of AND hours = 1 AND at >= @LastDay AND at < @To
        ) AS parts
        GROUP BY bucket ORDER BY bucket
        """;

    // The percentile of linear interpolation (percentile_cont): each value weighs 1 less its distance, in places, from the place asked for.
    private const string Percentiles = """
        SELECT
          sum(CASE WHEN abs(place - 0.5 * last) < 1 THEN duration_ms * (1 - abs(place - 0.5 * last)) ELSE 0 END) AS p50,
          sum(CASE WHEN abs(place - 0.95 * last) < 1 THEN duration_ms * (1 - abs(place - 0.95 * last)) ELSE 0 END) AS p95
        FROM (
          SELECT finished_at - started_at AS duration_ms,
            CAST(row_number() OVER (ORDER BY finished_at - started_at) - 1 AS double precision) AS place,
            CAST(count(*) OVER () - 1 AS double precision) AS last
        """;

    public static async Task<ExecutionStats> ReadAsync(Session session, StatsQuery query)
    {
        var (from, to) = (query.From.ToUnixTimeMilliseconds(), query.To.ToUnixTimeMilliseconds());
        var (head, tail) = (Part.Head(from, to), Part.Tail(from, to));
        // A schedule's durations are counted by whole days alone.
        var firstDay = query.ScheduleId is null ? RollupBook.DayOf(RollupBook.HourOf(from) + RollupBook.Day - 1) : RollupBook.DayOf(from);
        var lastDay = Math.Max(RollupBook.DayOf(query.ScheduleId is null ? to : to + RollupBook.Day - 1), firstDay);
        var open = await OpenRuns.SpanAsync(session, query.Scope, from, to);
        var values = new
        {
            query.Scope,
            query.ScheduleId,
            Of = query.ScheduleId ?? "",
            From = from,
            To = to,
            HeadFrom = head.From,
            HeadTo = head.To,
            HeadSign = head.Sign,
            FirstHour = head.Hour,
            LastHour = tail.Hour,
            TailFrom = tail.From,
            TailTo = tail.To,
            TailSign = tail.Sign,
            OpenFrom = open?.From,
            OpenTo = open?.To,
            HoursFrom = RollupBook.HourOf(from),
            HoursTo = Math.Min(firstDay, to),
            FirstDay = firstDay,
            LastDay = lastDay,
            Width = query.Bucket == StatsBucketWidth.Hour ? RollupBook.Hour : RollupBook.Day,
        };
        var filter = new Where("scope = @Scope").If(query.ScheduleId, "schedule_id = @ScheduleId");
        var openRuns = OpenRuns.Table(session.Dialect, $"{filter} AND scheduled_at >= @OpenFrom AND scheduled_at < @OpenTo", "o.scope = @Scope AND o.at > @OpenFrom - 1000 AND o.at < @OpenTo");
        var sql = Counts
            .Replace("{head}", PartOfHour.Replace("{part}", "@Head", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("{tail}", PartOfHour.Replace("{part}", "@Tail", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("{filter}", $"{filter}", StringComparison.Ordinal)
            .Replace("{open}", open is null ? "" : Open.Replace("{openRuns}", openRuns, StringComparison.Ordinal), StringComparison.Ordinal);
        var counts = await session.ListAsync<CountRow>(sql, values);
        var buckets = counts
            .GroupBy(row => row.BucketAt)
            .OrderBy(bucket => bucket.Key)
            .Select(bucket => Fill(new StatsBucket { At = bucket.Key.ToMoment() }, [.. bucket]));
        var percentiles = await PercentilesAsync(session, filter, values, counts.Sum(row => row.Durations));
        return Fill(new ExecutionStats(), counts) with { P50DurationMs = percentiles.P50, P95DurationMs = percentiles.P95, Buckets = [.. buckets] };
    }

    private static async Task<PercentileRow> PercentilesAsync(Session session, Where filter, object values, long durations)
    {
        if (durations == 0)
            return new PercentileRow();
        if (durations <= Exact)
        {
            var sql = $"{Percentiles} FROM executions {filter} AND scheduled_at >= @From AND scheduled_at < @To AND finished_at - started_at IS NOT NULL) AS durations";
            return await session.FirstAsync<PercentileRow>(sql, values) ?? new PercentileRow();
        }

        var rows = await session.ListAsync<BucketRow>(Buckets, values);
        var buckets = rows.ConvertAll(row => (row.Bucket, row.Total));
        return new PercentileRow { P50 = DurationBucket.Percentile(buckets, 0.5), P95 = DurationBucket.Percentile(buckets, 0.95) };
    }

    private static T Fill<T>(T totals, List<CountRow> rows) where T : StatsTotals
    {
        var byStatus = rows.GroupBy(row => Word.Read<ExecutionStatus>(row.Status)).ToDictionary(group => group.Key, group => group.Sum(row => row.Total));
        var succeeded = byStatus.GetValueOrDefault(ExecutionStatus.Succeeded);
        var ended =
            succeeded
            + byStatus.GetValueOrDefault(ExecutionStatus.Failed)
            + byStatus.GetValueOrDefault(ExecutionStatus.TimedOut)
            + byStatus.GetValueOrDefault(ExecutionStatus.Lost);
        return (T)
            (
                totals with
                {
                    Total = rows.Sum(row => row.Total),
                    ByStatus = byStatus,
                    SuccessRate = ended == 0 ? null : (double)succeeded / ended,
                    AvgDurationMs = Mean(rows.Sum(row => row.DurationSum), rows.Sum(row => row.Durations)),
                    AvgLatenessMs = Mean(rows.Sum(row => row.LatenessSum), rows.Sum(row => row.Latenesses)),
                }
            );
    }

    private static double? Mean(long sum, long count) => count == 0 ? null : (double)sum / count;

    /// <summary>
    /// What the rows tell of an hour that belongs to the range in part: they are counted in, or the whole hour is, and they are counted out of it, whichever needs fewer. It is one hour of UTC, so one
    /// bucket.
    /// </summary>
    /// <param name="Hour">From which hour on, or until which, the range's hours are whole.</param>
    /// <param name="From">The begin of the rows.</param>
    /// <param name="To">Their end.</param>
    /// <param name="Sign">1 in, -1 out.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Part(long Hour, long From, long To, long Sign)
    {
        /// <summary>Where the range begins; all of it, where it ends within the same hour.</summary>
        public static Part Head(long from, long to)
        {
            var hour = RollupBook.HourOf(from);
            var next = hour + RollupBook.Hour;
            return to < next ? new(to, from, to, 1) : from - hour <= next - from ? new(hour, hour, from, -1) : new(next, from, next, 1);
        }

        /// <summary>Where it ends; nothing, where it began within the same hour.</summary>
        public static Part Tail(long from, long to)
        {
            var hour = RollupBook.HourOf(to);
            var next = hour + RollupBook.Hour;
            return from >= hour ? new(to, to, to, 1) : to - hour <= next - to ? new(hour, hour, to, 1) : new(next, to, next, -1);
        }
    }

    private sealed record CountRow
    {
        public long BucketAt { get; init; }
        public string Status { get; init; } = "";
        public long Total { get; init; }
        public long Durations { get; init; }
        public long DurationSum { get; init; }
        public long Latenesses { get; init; }
        public long LatenessSum { get; init; }
    }

    private sealed record BucketRow
    {
        public long Bucket { get; init; }
        public long Total { get; init; }
    }

    private sealed record PercentileRow
    {
        public double? P50 { get; init; }
        public double? P95 { get; init; }
    }
}
