using System.Globalization;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Redis.Scripts;

namespace RedisScheduler.Redis;

/// <summary>
/// The clock that all processes of one Redis share: this machine's, corrected by what Redis' TIME says. While Redis is away it goes on with the last correction. It never goes
/// backwards after the first measurement: where a correction would set it back it stands still until time has caught up.
/// Timers and timestamps are this machine's.
/// </summary>
public sealed class RedisClock : TimeProvider
{
    private const int Samples = 5;

    private readonly RedisConnection redis;
    private readonly TimeProvider machine;
    private long skewTicks;
    private long latestTicks;
    private volatile bool measured;

    internal RedisClock(RedisConnection redis, TimeProvider machine)
    {
        this.redis = redis;
        this.machine = machine;
    }

    /// <summary>By how much Redis' clock is ahead of this machine's; zero until it was measured.</summary>
    public TimeSpan Skew => new(Interlocked.Read(ref skewTicks));

    /// <summary>Whether the skew was ever measured.</summary>
    public bool IsMeasured => measured;

    /// <inheritdoc/>
    public override long TimestampFrequency => machine.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        var now = machine.GetUtcNow().UtcTicks + Interlocked.Read(ref skewTicks);
        var latest = Interlocked.Read(ref latestTicks);
        while (now > latest)
        {
            var seen = Interlocked.CompareExchange(ref latestTicks, now, latest);
            if (seen == latest)
                return new DateTimeOffset(now, TimeSpan.Zero);
            latest = seen;
        }
        return new DateTimeOffset(latest, TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => machine.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);

    /// <summary>Measures the skew: the median of a few samples, each taken as the middle of its round trip.</summary>
    /// <exception cref="Errors.StoreUnavailableException">Redis is away; the last skew stays.</exception>
    public async Task MeasureAsync(CancellationToken cancel)
    {
        var samples = new long[Samples];
        for (var i = 0; i < Samples; i++)
            samples[i] = await SampleAsync(cancel);
        Array.Sort(samples);
        Interlocked.Exchange(ref skewTicks, samples[Samples / 2]);
        if (!measured)
        {
            // Until now it was this machine's time alone, which may be far ahead.
            Interlocked.Exchange(ref latestTicks, 0);
            measured = true;
        }
    }

    private async Task<long> SampleAsync(CancellationToken cancel)
    {
        var started = machine.GetTimestamp();
        var reply = await redis.RunAsync(LuaScripts.Time, new ScriptArgs(0), cancel);
        var received = machine.GetUtcNow().UtcTicks;
        var middle = received - (machine.GetElapsedTime(started).Ticks / 2);
        var seconds = long.Parse(reply.Word(), CultureInfo.InvariantCulture);
        var micros = long.Parse(reply.Word(), CultureInfo.InvariantCulture);
        return DateTimeOffset.UnixEpoch.Ticks + (seconds * TimeSpan.TicksPerSecond) + (micros * TimeSpan.TicksPerMicrosecond) - middle;
    }
}
