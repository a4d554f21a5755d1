namespace RedisScheduler.Api.Embedded;

/// <summary>
/// The shell that stands between this process and the server. It holds a pipe from this process as its standard input: a word through
/// it, or its end when this process is gone in whatever way, makes the shell stop the server.
/// </summary>
internal static class Guardian
{
    private const string Shell = "/bin/sh";

    /// <summary>
    /// Gives the guardian and the server a session of their own where setsid exists, so that neither a Ctrl-C in the terminal nor a kill of
    /// this process's whole group reaches the one that has to stop the server.
    /// </summary>
    private const string Session = "exec $(command -v setsid) /bin/sh -c \"$@\"";

    /// <summary>
    /// Arguments: where to write the server's process id, then the server's command line. Ends when the server ends, with its exit code.
    /// Without setsid both ignore a Ctrl-C, so that the server outlives the work that is still to be written. When this process was killed,
    /// the server gets a second to bring its last writes to disk.
    /// </summary>
    private const string Script = """
        trap '' INT HUP
        pid_file=$1
        shift
        exec 3<&0
        "$@" </dev/null 3<&- &
        server=$!
        trap '' TERM
        echo $server >"$pid_file"
        (
          read -r word <&3 || sleep 1
          kill -TERM $server
          sleep 5
          kill -KILL $server
        ) >/dev/null 2>&1 &
        guard=$!
        exec 3<&-
        wait $server
        code=$?
        rm -f "$pid_file"
        kill -KILL $guard
        exit $code
        """;

    /// <summary>How to start it.</summary>
    /// <param name="processIdFile">Where to write the server's process id.</param>
    /// <param name="server">The server's command line.</param>
    public static System.Diagnostics.ProcessStartInfo Command(string processIdFile, IEnumerable<string> server) =>
        new(Shell, ["-c", Session, "session", Script, "guardian", processIdFile, .. server]);
}
