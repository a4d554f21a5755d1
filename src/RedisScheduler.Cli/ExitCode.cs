namespace RedisScheduler.Cli;

/// <summary>What scripts learn from a command's end.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>The API refused, the server is not ready, or the run that was waited for did not succeed.</summary>
    public const int Refused = 1;

    /// <summary>The command line is wrong; nothing was sent.</summary>
    public const int Usage = 2;

    /// <summary>No RedisScheduler answers at the address.</summary>
    public const int Unreachable = 3;

    /// <summary>Ctrl-C, as shells count it.</summary>
    public const int Interrupted = 130;
}
