using System.Runtime.InteropServices;

namespace RedisScheduler.TestKit;

/// <summary>Signals to processes, as the shell's <c>kill</c> sends them; POSIX only.</summary>
public static class Signal
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    public static int Continue => OperatingSystem.IsMacOS() ? 19 : 18;

    public static int Stop => OperatingSystem.IsMacOS() ? 17 : 19;

    public static void Send(int processId, int signal)
    {
        if (SendSignal(processId, signal) != 0)
        {
            throw new InvalidOperationException($"Signal {signal} to process {processId} failed, errno {Marshal.GetLastPInvokeError()}.");
        }
    }

    /// <summary>Whether the process runs: exists, and is not a zombie that nobody has waited for.</summary>
    public static bool IsRunning(int processId)
    {
        if (SendSignal(processId, 0) != 0)
        {
            return false;
        }

        var status = $"/proc/{processId}/stat";
        try
        {
            return !File.Exists(status) || !File.ReadAllText(status).Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int SendSignal(int processId, int signal);
}
