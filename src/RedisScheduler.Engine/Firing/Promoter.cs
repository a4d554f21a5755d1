using RedisScheduler.Engine.Loops;
using RedisScheduler.Jobs;

namespace RedisScheduler.Engine.Firing;

/// <summary>Moves retries and delayed jobs whose moment has come into their queues.</summary>
internal sealed class Promoter(IDelayedJobs delayed, EngineOptions options, TimeProvider time) : IService
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public string Name => nameof(Promoter);

    /// <inheritdoc/>
    public WakeUp Wake { get; } = new(time);

    /// <inheritdoc/>
    public IReadOnlyList<SignalKind> WokenBy { get; } = [SignalKind.Delayed];

    /// <inheritdoc/>
    public async Task<Round> RunOnceAsync(CancellationToken cancel)
    {
        var promotion = await delayed.PromoteAsync(time.GetUtcNow().ToUnixTimeMilliseconds(), options.MoveBatch, cancel);
        return Round.At(promotion.Moved, promotion.NextMs, time.GetUtcNow().ToUnixTimeMilliseconds(), LongestSleep);
    }
}
