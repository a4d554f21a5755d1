using Microsoft.Extensions.Logging;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Jobs;

namespace RedisScheduler.Engine.Processing;

/// <summary>
/// Gives jobs whose lease ran out (worker killed, frozen or cut off) to other workers. Looks when the earliest lease ends, and at least at every third of a lease's duration, at most once
/// a second: a lease that somebody takes meanwhile ends later than that, unless its worker has a shorter duration.
/// </summary>
internal sealed class Recoverer(ILeases leases, EngineOptions options, TimeProvider time, ILogger<Recoverer> log) : IService
{
    private readonly TimeSpan longestSleep = TimeSpan.FromTicks(Math.Max(options.LeaseDuration.Ticks / 3, TimeSpan.TicksPerSecond));

    /// <inheritdoc/>
    public string Name => nameof(Recoverer);

    /// <inheritdoc/>
    public WakeUp Wake { get; } = new(time);

    /// <inheritdoc/>
    public async Task<Round> RunOnceAsync(CancellationToken cancel)
    {
        var recovery = await leases.RecoverAsync(time.GetUtcNow().ToUnixTimeMilliseconds(), options.MaxStalls, options.MoveBatch, cancel);
        var done = recovery.Requeued + recovery.GivenUp;
        if (done > 0)
        {
            log.Recovered(recovery.Requeued, recovery.GivenUp);
        }

        return Round.At(done, recovery.NextExpiryMs, time.GetUtcNow().ToUnixTimeMilliseconds(), longestSleep);
    }
}
