using System.Text.Json.Serialization;
using RedisScheduler.Executions;

namespace RedisScheduler.Api.Executions;

/// <summary>Counts and durations.</summary>
internal abstract record StatsFields
{
    protected StatsFields(StatsTotals totals)
    {
        Total = totals.Total;
        Queued = Count(ExecutionStatus.Queued);
        Running = Count(ExecutionStatus.Running);
        Retrying = Count(ExecutionStatus.Retrying);
        Succeeded = Count(ExecutionStatus.Succeeded);
        Failed = Count(ExecutionStatus.Failed);
        TimedOut = Count(ExecutionStatus.TimedOut);
        Cancelled = Count(ExecutionStatus.Cancelled);
        Skipped = Count(ExecutionStatus.Skipped);
        Missed = Count(ExecutionStatus.Missed);
        Lost = Count(ExecutionStatus.Lost);
        SuccessRate = totals.SuccessRate;
        AvgDurationMs = totals.AvgDurationMs;
        P50DurationMs = totals.P50DurationMs;
        P95DurationMs = totals.P95DurationMs;
        AvgLatenessMs = totals.AvgLatenessMs;

        long Count(ExecutionStatus status) => totals.ByStatus.GetValueOrDefault(status);
    }

    public long Total { get; }
    public long Queued { get; }
    public long Running { get; }
    public long Retrying { get; }
    public long Succeeded { get; }
    public long Failed { get; }
    public long TimedOut { get; }
    public long Cancelled { get; }
    public long Skipped { get; }
    public long Missed { get; }
    public long Lost { get; }

    /// <summary>Succeeded / (succeeded + failed + timedOut + lost), 0 to 1; null when none of these ended.</summary>
    public double? SuccessRate { get; }
    public double? AvgDurationMs { get; }
    public double? P50DurationMs { get; }
    public double? P95DurationMs { get; }
    public double? AvgLatenessMs { get; }
}

/// <summary>Statistics of a range.</summary>
internal sealed record StatsAnswer : StatsFields
{
    private StatsAnswer(StatsQuery query, ExecutionStats stats)
        : base(stats)
    {
        From = query.From;
        To = query.To;
        Buckets = [.. stats.Buckets.Select(bucket => new BucketAnswer(bucket))];
    }

    public DateTimeOffset From { get; }
    public DateTimeOffset To { get; }

    /// <summary>By hour or day of UTC, oldest first; those without rows are absent.</summary>
    [JsonPropertyOrder(1)]
    public IReadOnlyList<BucketAnswer> Buckets { get; }

    public static StatsAnswer Of(StatsQuery query, ExecutionStats stats) => new(query, stats);
}

/// <summary>Statistics of a bucket; percentiles are not computed for buckets.</summary>
internal sealed record BucketAnswer : StatsFields
{
    public BucketAnswer(StatsBucket bucket)
        : base(bucket) => At = bucket.At;

    /// <summary>Its begin.</summary>
    public DateTimeOffset At { get; }
}
