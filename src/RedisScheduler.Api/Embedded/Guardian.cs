namespace RedisScheduler.Api.Embedded;

/// <summary>
/// The shell that stands between this process and the server. It holds a pipe from this process as its standard input: a word through
/// it, or its end when this process is gone in whatever way, makes the shell stop the server.
/// </summary>
internal static class Guardian
{
    /// <summary>The program that runs it.</summary>
    public const string Shell = "/bin/sh";

    /// <summary>
    /// Arguments: where to write the server's process id, then the server's command line. Ends when the server ends, with its exit code.
    /// A Ctrl-C in the terminal goes to every process there: the server gets a session of its own where setsid exists, and ignores it
    /// in any case, so that it outlives the work that is still to be written. When this process was killed, the server gets a second to
    /// bring its last writes to disk.
    /// </summary>
    public const string Script = """
        trap '' INT HUP
        pid_file=$1
        shift
        exec 3<&0
        $(command -v setsid) "$@" </dev/null 3<&- &
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
}
