using RedisScheduler.Jobs;

namespace RedisScheduler.Engine.Loops;

/// <summary>A background service: rounds, one after the other, that <see cref="ServiceLoop"/> drives.</summary>
internal interface IService
{
    /// <summary>Its name in logs.</summary>
    string Name { get; }

    /// <summary>Ends the wait between two rounds.</summary>
    WakeUp Wake { get; }

    /// <summary>The signals that wake it.</summary>
    IReadOnlyList<SignalKind> WokenBy => [];

    /// <summary>What a signal does: it ends the wait.</summary>
    void OnSignal() => Wake.Set();

    /// <summary>
    /// One round. An exception is logged and the round is tried again after a while; what it holds must survive that. The token is cancelled at stop.
    /// </summary>
    Task<Round> RunOnceAsync(CancellationToken cancel);

    /// <summary>Ends its work after the last round: brings to an end what is under way, gives back what it holds. The token is cancelled when the host waits no longer.</summary>
    Task DrainAsync(CancellationToken cancel) => Task.CompletedTask;
}
