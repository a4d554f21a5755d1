using System.Globalization;

namespace RedisScheduler.Bench;

/// <summary>
/// All due times of so many schedules in so many seconds, from a begin on: each due time of each schedule has its own cell, so that what never started and what started twice is known exactly.
/// The schedules are called by one letter and their number.
/// </summary>
internal sealed class DueWindow(long beginMs, int count, int seconds)
{
    private const long QuietMs = 10_000;
    private readonly double[] lateness = [.. Enumerable.Repeat(double.NaN, count * seconds)];
    private int started;
    private int twice;
    private long lastMs;

    /// <summary>How many due times have had their start.</summary>
    public int Started => Volatile.Read(ref started);

    public void Note(string schedule, DateTimeOffset dueAt, DateTimeOffset now)
    {
        var dueMs = dueAt.ToUnixTimeMilliseconds();
        var second = (dueMs - beginMs) / 1000;
        if (dueMs < beginMs || second >= seconds)
        {
            return;
        }

        var cell = (int.Parse(schedule.AsSpan(1), CultureInfo.InvariantCulture) * seconds) + (int)second;
        if (double.IsNaN(Interlocked.CompareExchange(ref lateness[cell], (now - dueAt).TotalMilliseconds, double.NaN)))
        {
            Volatile.Write(ref lastMs, now.ToUnixTimeMilliseconds());
            Interlocked.Increment(ref started);
        }
        else
        {
            Interlocked.Increment(ref twice);
        }
    }

    /// <summary>Until all have started, or none has for ten seconds after the last was due.</summary>
    public async Task OverAsync(TimeProvider time)
    {
        var endMs = beginMs + (seconds * 1000L);
        while (
            Started < lateness.Length && time.GetUtcNow().ToUnixTimeMilliseconds() < Math.Max(endMs, Volatile.Read(ref lastMs)) + QuietMs
        )
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), time);
        }
    }

    public object Result(double? clientUs = null, double? redisUs = null)
    {
        double[] sorted = [.. lateness.Where(late => !double.IsNaN(late)).Order()];
        var missed = lateness.Length - sorted.Length;
        return new
        {
            P50 = Quantiles.At(sorted, 0.5),
            P99 = Quantiles.At(sorted, 0.99),
            Max = Quantiles.At(sorted, 1),
            Missed = missed,
            MissedPercent = Math.Round(100.0 * missed / lateness.Length, 1),
            Twice = twice,
            ClientCpuUs = Each(clientUs),
            RedisCpuUs = Each(redisUs),
        };

        double? Each(double? total) => total is { } all ? Math.Round(all / sorted.Length, 1) : null;
    }
}
