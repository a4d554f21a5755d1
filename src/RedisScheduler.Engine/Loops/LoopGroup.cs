using Microsoft.Extensions.Hosting;

namespace RedisScheduler.Engine.Loops;

/// <summary>The loops of one service on all shards. They stop at the same time, so that a stop takes no longer with many than with one.</summary>
internal sealed class LoopGroup(IReadOnlyList<ServiceLoop> loops) : IHostedService, IDisposable
{
    /// <summary>Its loops.</summary>
    internal IReadOnlyList<ServiceLoop> Loops => loops;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.WhenAll(loops.Select(loop => loop.StartAsync(cancellationToken)));

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.WhenAll(loops.Select(loop => loop.StopAsync(cancellationToken)));

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var loop in loops)
        {
            loop.Dispose();
        }
    }
}
