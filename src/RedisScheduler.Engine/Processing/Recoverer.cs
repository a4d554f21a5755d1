using Microsoft.Extensions.Logging;
using RedisScheduler.Engine.Loops;
using RedisScheduler.Jobs;

namespace RedisScheduler.Engine.Processing;

/// <summary>Gives jobs whose lease ran out (worker killed, frozen or cut off) to other workers. Looks at least every second, which is the most that a lost job waits beyond its lease.</summary>
internal sealed class Recoverer(ILeases leases, EngineOptions options, TimeProvider time, ILogger<Recoverer> log) : IService
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

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

        return Round.At(done, recovery.NextExpiryMs, time.GetUtcNow().ToUnixTimeMilliseconds(), LongestSleep);
    }
}
