namespace RedisScheduler.Jobs;

/// <summary>Wake-ups between processes. A signal may be lost (a connection that breaks); every loop looks by itself now and then.</summary>
public interface ISignals
{
    /// <summary>Calls back on every signal of a kind until disposed. Callbacks must be quick and must not throw.</summary>
    IDisposable Subscribe(SignalKind kind, Action<string> onSignal);
}

/// <summary>What a signal tells.</summary>
public enum SignalKind
{
    /// <summary>A schedule was registered that is due earlier; the message is its fire time in unix milliseconds.</summary>
    Due,

    /// <summary>Jobs were queued; the message is a queue's name, or a job's id where a Hangfire client queued it.</summary>
    Queued,

    /// <summary>A running job is to be cancelled; the message is its id.</summary>
    Cancel,

    /// <summary>A job was delayed to an earlier moment than any before; the message is that moment in unix milliseconds.</summary>
    Delayed,
}
