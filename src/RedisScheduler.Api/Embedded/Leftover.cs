using System.Diagnostics;
using System.Globalization;

namespace RedisScheduler.Api.Embedded;

/// <summary>
/// The server of a process that was killed: it lives on for about a second to get its last writes to disk, and two servers on one
/// folder would ruin it.
/// </summary>
internal static class Leftover
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until the server that the process id file names is gone.</summary>
    /// <exception cref="EmbeddedServerException">It is still there after 15 seconds.</exception>
    public static async Task WaitForEndAsync(string processIdFile, TimeProvider time, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (Find(processIdFile) is { } id)
        {
            if (time.GetElapsedTime(started) > Patience)
            {
                throw new EmbeddedServerException(
                    $"Process {id}, a server left behind in this data folder (see {processIdFile}), does not end: stop it."
                );
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static int? Find(string processIdFile)
    {
        try
        {
            if (!int.TryParse(File.ReadAllText(processIdFile).AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                return null;
            }

            using var process = Process.GetProcessById(id);
            return !process.HasExited && IsServer(process, Path.GetDirectoryName(processIdFile)!) ? id : null;
        }
        catch (Exception error) when (error is IOException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>
    /// Whether it is the server of this folder: another process may have got its id, after a restart of the machine for example. Start times are no proof, because the clock may
    /// have been set meanwhile.
    /// </summary>
    private static bool IsServer(Process process, string folder)
    {
        var commandLine = $"/proc/{process.Id}/cmdline";
        return File.Exists(commandLine) ? File.ReadAllText(commandLine).Contains(folder, StringComparison.Ordinal) : process.ProcessName == "dotnet";
    }
}
