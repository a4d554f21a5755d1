using RedisScheduler.Executions;
using RedisScheduler.Storage.Columns;
using RedisScheduler.Storage.Connections;

namespace RedisScheduler.Storage.History;

/// <summary>Counts and durations of a range, by the database: one row a bucket and status, and the percentiles over the whole range.</summary>
internal static class Statistics
{
    private const string Counts = """
        SELECT scheduled_at / @Width * @Width AS bucket_at, status, count(*) AS total,
          count(finished_at - started_at) AS durations, CAST(coalesce(sum(finished_at - started_at), 0) AS bigint) AS duration_sum,
          count(started_at) AS latenesses, CAST(coalesce(sum(started_at - scheduled_at), 0) AS bigint) AS lateness_sum
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
        var values = new
        {
            query.Scope,
            query.ScheduleId,
            From = query.From.ToUnixTimeMilliseconds(),
            To = query.To.ToUnixTimeMilliseconds(),
            Width = (long)(query.Bucket == StatsBucketWidth.Hour ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1)).TotalMilliseconds,
        };
        var range = new Where("scope = @Scope AND scheduled_at >= @From AND scheduled_at < @To").If(query.ScheduleId, "schedule_id = @ScheduleId");
        var counts = await session.ListAsync<CountRow>($"{Counts} FROM executions {range} GROUP BY 1, 2", values);
        var percentiles = await session.FirstAsync<PercentileRow>(
            $"{Percentiles} FROM executions {range} AND finished_at - started_at IS NOT NULL) AS durations",
            values
        );
        var buckets = counts
            .GroupBy(row => row.BucketAt)
            .OrderBy(bucket => bucket.Key)
            .Select(bucket => Fill(new StatsBucket { At = bucket.Key.ToMoment() }, [.. bucket]));
        return Fill(new ExecutionStats(), counts) with
        {
            P50DurationMs = percentiles?.P50,
            P95DurationMs = percentiles?.P95,
            Buckets = [.. buckets],
        };
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

    private sealed record PercentileRow
    {
        public double? P50 { get; init; }
        public double? P95 { get; init; }
    }
}
