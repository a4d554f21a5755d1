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

    /// <summary>A process that began after the file was written got the id anew, after a restart of the machine for example.</summary>
    private static int? Find(string processIdFile)
    {
        try
        {
            if (!int.TryParse(File.ReadAllText(processIdFile), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            {
                return null;
            }

            using var process = Process.GetProcessById(id);
            var written = File.GetLastWriteTimeUtc(processIdFile);
            return process.StartTime.ToUniversalTime() <= written + TimeSpan.FromSeconds(5) && !process.HasExited ? id : null;
        }
        catch (Exception error) when (error is FileNotFoundException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
