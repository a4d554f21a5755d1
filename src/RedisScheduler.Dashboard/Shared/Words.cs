using System.Globalization;
using RedisScheduler.Executions;

namespace RedisScheduler.Dashboard.Shared;

/// <summary>Times, durations and counts as people read them.</summary>
internal static class Words
{
    private const string Nothing = "–";

    /// <summary>How far away a moment is: <c>in 12 s</c>, <c>3 min ago</c>, <c>now</c>. Two units at most.</summary>
    public static string Relative(DateTimeOffset moment, DateTimeOffset now)
    {
        var away = moment - now;
        return away.Duration() < TimeSpan.FromSeconds(1) ? "now"
            : away > TimeSpan.Zero ? $"in {Span(away)}"
            : $"{Span(-away)} ago";
    }

    /// <summary>A moment in UTC, to the second.</summary>
    public static string Utc(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>A moment in UTC, to the millisecond.</summary>
    public static string UtcExact(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>A duration of a run: <c>85 ms</c>, <c>1.42 s</c>, <c>2 min 5 s</c>.</summary>
    public static string Duration(double? ms) => ms switch
    {
        null => Nothing,
        < 999.5 => string.Create(CultureInfo.InvariantCulture, $"{ms:0} ms"),
        < 9_995 => string.Create(CultureInfo.InvariantCulture, $"{ms / 1000:0.00} s"),
        < 59_950 => string.Create(CultureInfo.InvariantCulture, $"{ms / 1000:0.0} s"),
        _ => Span(TimeSpan.FromMilliseconds(ms.Value)),
    };

    /// <summary>A duration at a chart's line: <c>500 ms</c>, <c>2.5 s</c>, <c>10 min</c>.</summary>
    public static string Axis(double ms) => ms switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{ms:0.##} ms"),
        < 100_000 => string.Create(CultureInfo.InvariantCulture, $"{ms / 1_000:0.##} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{ms / 60_000:0.#} min"),
    };

    /// <summary>A share of 0 to 1: <c>98.7 %</c>. Never rounded up to 100 %.</summary>
    public static string Rate(double? share) => share switch
    {
        null => Nothing,
        1 => "100 %",
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(share.Value * 1000) / 10:0.0} %"),
    };

    /// <summary>A count: <c>12,345</c>.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count of runs: <c>1 run</c>, <c>12,345 runs</c>.</summary>
    public static string Runs(long count) => count == 1 ? "1 run" : $"{Count(count)} runs";

    /// <summary>A status in words: <c>timed out</c>.</summary>
    public static string Of(ExecutionStatus status) => status == ExecutionStatus.TimedOut ? "timed out" : status.ToString().ToLowerInvariant();

    /// <summary>A trigger in words: <c>catch-up</c>.</summary>
    public static string Of(ExecutionTrigger trigger) => trigger == ExecutionTrigger.CatchUp ? "catch-up" : trigger.ToString().ToLowerInvariant();

    private static string Span(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => $"{(int)span.TotalSeconds} s",
        { TotalMinutes: < 10 } => Two((int)span.TotalMinutes, "min", span.Seconds, "s"),
        { TotalMinutes: < 60 } => $"{(int)span.TotalMinutes} min",
        { TotalHours: < 24 } => Two((int)span.TotalHours, "h", span.Minutes, "min"),
        { TotalDays: < 100 } => Two((int)span.TotalDays, "d", span.Hours, "h"),
        _ => $"{(int)span.TotalDays} d",
    };

    private static string Two(int first, string unit, int second, string smaller) =>
        second == 0 ? $"{first} {unit}" : $"{first} {unit} {second} {smaller}";
}
