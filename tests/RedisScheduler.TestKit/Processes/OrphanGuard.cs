using System.Diagnostics;

namespace RedisScheduler.TestKit;

/// <summary>
/// Ends the processes and deletes the temp folders that this test process leaves behind when it ends in whatever way, kill -9 included:
/// a shell that holds a pipe from here as its standard input, learns ids and paths through it, and sees its end when this process is gone.
/// It asks (SIGINT) before it kills: a PostgreSQL that is killed leaves shared memory in the system.
/// </summary>
internal static class OrphanGuard
{
    private const string Script = """
        exec >/dev/null 2>&1
        trap '' INT TERM HUP
        pids=' '
        while read -r line; do
          case $line in
            +*) pids="$pids${line#+} " ;;
            @*) set -- "$@" "${line#@}" ;;
            -*) pids=$(printf '%s' "$pids" | sed "s/ ${line#-} / /") ;;
          esac
        done
        [ "$pids" = ' ' ] || { kill -INT $pids; sleep 1; kill -9 $pids; }
        rm -rf -- "$@"
        """;

    private static readonly Lock Gate = new();
    private static readonly Process? Shell = Start();

    public static void Add(int processId) => Write($"+{processId}");

    public static void Remove(int processId) => Write($"-{processId}");

    public static void AddFolder(string path) => Write($"@{path}");

    private static Process? Start()
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var start = new ProcessStartInfo("/bin/sh", ["-c", Script]) { UseShellExecute = false, RedirectStandardInput = true };
        return Process.Start(start);
    }

    private static void Write(string line)
    {
        lock (Gate)
        {
            Shell?.StandardInput.WriteLine(line);
            Shell?.StandardInput.Flush();
        }
    }
}
