namespace RedisScheduler.Engine.Processing;

/// <summary>Why a running job was told to stop. The first cause stands.</summary>
internal enum StopCause
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>It ran longer than its time-out.</summary>
    TimedOut,

    /// <summary>Somebody cancelled it.</summary>
    Cancelled,

    /// <summary>Its lease ran out: it belongs to somebody else.</summary>
    LeaseLost,

    /// <summary>This process stops.</summary>
    Shutdown,
}
