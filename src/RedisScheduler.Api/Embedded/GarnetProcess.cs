using System.Diagnostics;
using System.Net.Sockets;

namespace RedisScheduler.Api.Embedded;

/// <summary>One run of garnet-server, from its start to its end.</summary>
internal sealed class GarnetProcess : IDisposable
{
    private const int KeptLines = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(10);

    private readonly Process process;
    private readonly Queue<string> lines = new();
    private readonly int port;
    private readonly string password;
    private readonly TimeProvider time;

    private GarnetProcess(Process process, int port, string password, TimeProvider time)
    {
        this.process = process;
        this.port = port;
        this.password = password;
        this.time = time;
        process.OutputDataReceived += (_, data) => Keep(data.Data);
        process.ErrorDataReceived += (_, data) => Keep(data.Data);
    }

    /// <summary>Ends with the server.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>The last lines that the server wrote.</summary>
    public string Output
    {
        get
        {
            lock (lines)
            {
                return string.Join(Environment.NewLine, lines);
            }
        }
    }

    /// <summary>Starts it; it answers some time later, see <see cref="WaitUntilReadyAsync"/>.</summary>
    public static GarnetProcess Start(string serverPath, GarnetFiles files, EmbeddedServerOptions options, int port, TimeProvider time)
    {
        var secret = files.ReadOrMakePassword();
        string[] dotnet =
        [
            "exec",
            serverPath,
            "--config-import-path",
            files.Settings,
            .. GarnetArguments.For(port, files.Data, options.Memory),
        ];
        var start = OperatingSystem.IsWindows()
            ? new ProcessStartInfo(DotnetPath, dotnet)
            : Guardian.Command(files.ProcessId, [DotnetPath, .. dotnet]);
        start.UseShellExecute = false;
        start.WorkingDirectory = files.Folder;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        // The server collector keeps a heap for each core, hundreds of megabytes for nothing here.
        start.Environment["DOTNET_gcServer"] = "0";
        var garnet = new GarnetProcess(new Process { StartInfo = start }, port, secret, time);
        garnet.process.Start();
        garnet.process.BeginOutputReadLine();
        garnet.process.BeginErrorReadLine();
        garnet.Ended = garnet.process.WaitForExitAsync(CancellationToken.None);
        return garnet;
    }

    /// <summary>Waits until it answers a PING; one that is reading its data back does not yet.</summary>
    /// <exception cref="EmbeddedServerException">It ended, or did not answer in time; the message has its output.</exception>
    public async Task WaitUntilReadyAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        string? answer;
        while ((answer = await AskAsync("PING", AnswerTimeout, cancellationToken)) != "+PONG")
        {
            var late = time.GetElapsedTime(started) > timeout;
            if (Ended.IsCompleted || late)
            {
                var why = late
                    ? $"did not answer within {timeout.TotalSeconds:0.#} s ({answer ?? "no connection"})"
                    : $"ended with code {process.ExitCode}";
                throw new EmbeddedServerException(
                    $"The embedded server {why}. A server of your own can be used with REDIS_URL. It wrote:{Environment.NewLine}{Output}"
                );
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>Brings its last writes to disk and ends it.</summary>
    public async Task StopAsync()
    {
        await AskAsync("COMMITAOF", StopTimeout, CancellationToken.None);
        if (OperatingSystem.IsWindows())
        {
            process.Kill();
        }
        else
        {
            await TellGuardianAsync("stop");
        }

        await Ended.WaitAsync(StopTimeout, time);
    }

    /// <summary>Lets go of it; one that still runs sees the end of the pipe and stops.</summary>
    public void Dispose() => process.Dispose();

    private static string DotnetPath => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private async Task TellGuardianAsync(string word)
    {
        try
        {
            await process.StandardInput.WriteLineAsync(word);
            await process.StandardInput.FlushAsync();
        }
        catch (IOException) when (process.HasExited)
        {
            // It ended by itself in the meantime, which is what was asked for.
        }
    }

    /// <summary>The answer's first line; null when there is no connection or no answer in time, which is an answer too.</summary>
    private async Task<string?> AskAsync(string command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            return await Resp.SendAsync(port, password, [command], both.Token);
        }
        catch (Exception error)
            when (error is SocketException or IOException || (error is OperationCanceledException && limit.IsCancellationRequested))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (lines)
        {
            lines.Enqueue(line);
            if (lines.Count > KeptLines)
            {
                lines.Dequeue();
            }
        }
    }
}
