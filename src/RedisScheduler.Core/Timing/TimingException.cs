namespace RedisScheduler.Timing;

/// <summary>A timing that cannot be used, with the field at fault.</summary>
public sealed class TimingException : Exception
{
    /// <summary>Makes one of a fault.</summary>
    public TimingException(TimingFault fault)
        : base($"{fault.Field}: {fault.Message}") => Fault = fault;

    /// <summary>The field at fault, and what is wrong with it.</summary>
    public TimingFault Fault { get; }
}
