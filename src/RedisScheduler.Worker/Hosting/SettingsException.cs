namespace RedisScheduler.Worker.Hosting;

/// <summary>Settings that a process cannot start with. Its message is for the person who set them: a line each, the setting's name first.</summary>
public sealed class SettingsException(IReadOnlyList<string> faults) : Exception(string.Join(Environment.NewLine, faults))
{
    /// <summary>What a host exits with when its settings are wrong, as a command line tool does for a wrong option.</summary>
    public const int ExitCode = 2;

    /// <summary>Makes one of a single fault.</summary>
    public SettingsException(string name, string fault)
        : this([Line(name, fault)]) { }

    /// <summary>What is wrong, a line each.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;

    internal static string Line(string name, string fault) => $"{name}: {fault}.";
}
