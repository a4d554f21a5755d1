using System.Diagnostics;
using NUnit.Framework;

namespace RedisScheduler.TestKit;

/// <summary>A child process with its output captured; killed when disposed and when the test process ends.</summary>
public sealed class ProcessHandle : IAsyncDisposable
{
    private readonly Process process;
    private readonly List<string> lines = [];
    private readonly string title;

    private ProcessHandle(Process process, string title)
    {
        this.process = process;
        this.title = title;
        process.OutputDataReceived += (_, data) => Add(data.Data);
        process.ErrorDataReceived += (_, data) => Add(data.Data);
    }

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    /// <summary>What it wrote to standard output and standard error so far, line by line.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (lines)
            {
                return [.. lines];
            }
        }
    }

    public string Output => string.Join(Environment.NewLine, Lines);

    /// <summary>Runs a program. Variables with the value null are removed from the inherited environment.</summary>
    public static ProcessHandle Start(
        string program,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? Path.GetTempPath(),
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>())
        {
            start.Environment[name] = value;
        }

        var handle = new ProcessHandle(new Process { StartInfo = start }, $"{program} {string.Join(' ', start.ArgumentList)}");
        handle.process.Start();
        OrphanGuard.Add(handle.Id);
        handle.process.BeginOutputReadLine();
        handle.process.BeginErrorReadLine();
        return handle;
    }

    /// <summary>Runs <c>dotnet exec DLL</c>: a host of this solution, without the build that <c>dotnet run</c> does.</summary>
    public static ProcessHandle Dotnet(
        string dll,
        IEnumerable<string>? arguments = null,
        IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null
    ) => Start("dotnet", ["exec", dll, .. arguments ?? []], environment, workingDirectory);

    /// <summary>Waits for a line that contains <paramref name="text"/> and returns it; fails with the whole output when it does not come or the process ends.</summary>
    public async Task<string> WaitForLineAsync(string text, TimeSpan? deadline = null)
    {
        var limit = deadline ?? TimeSpan.FromSeconds(60);
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var ended = process.HasExited;
            if (Lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            if (ended || TimeProvider.System.GetElapsedTime(started) > limit)
            {
                var why = ended ? $"it ended with code {process.ExitCode}" : $"it did not come within {limit.TotalSeconds:0.#} s";
                throw new AssertionException($"No line with \"{text}\" from {title}: {why}.{Environment.NewLine}{Output}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>Waits for its end, default at most 30 s, and returns the exit code.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan? deadline = null)
    {
        var limit = deadline ?? TimeSpan.FromSeconds(30);
        using var timeout = new CancellationTokenSource(limit, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        catch (OperationCanceledException error)
        {
            throw new AssertionException($"{title} did not end within {limit.TotalSeconds:0.#} s.{Environment.NewLine}{Output}", error);
        }

        OrphanGuard.Remove(Id);
        return process.ExitCode;
    }

    public void Send(int signal) => Signal.Send(Id, signal);

    /// <summary>SIGTERM: asks it to stop.</summary>
    public void Terminate() => Send(Signal.Terminate);

    /// <summary>SIGKILL: ends it at once, with no chance to clean up.</summary>
    public void Kill() => process.Kill();

    /// <summary>SIGSTOP: freezes it, as a long garbage collection or a suspended machine does.</summary>
    public void Freeze() => Send(Signal.Stop);

    /// <summary>SIGCONT: lets a frozen process go on.</summary>
    public void Thaw() => Send(Signal.Continue);

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        OrphanGuard.Remove(Id);
        process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is not null)
        {
            lock (lines)
            {
                lines.Add(line);
            }
        }
    }
}
