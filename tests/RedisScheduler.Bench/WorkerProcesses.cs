using System.Diagnostics;
using System.Globalization;

namespace RedisScheduler.Bench;

/// <summary>Worker processes of the measuring one, which only fills, watches and asks them for their CPU time.</summary>
internal sealed class WorkerProcesses : IAsyncDisposable
{
    private readonly Process[] processes;

    private WorkerProcesses(Process[] processes) => this.processes = processes;

    /// <summary>Starts so many; comes back when all run.</summary>
    public static async Task<WorkerProcesses> StartAsync(int count)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["worker"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var workers = new WorkerProcesses([.. Enumerable.Range(0, count).Select(_ => Process.Start(start)!)]);
        await workers.CpuAsync();
        return workers;
    }

    /// <summary>The CPU time that all have used so far, in microseconds.</summary>
    public async Task<long> CpuAsync() => (await Task.WhenAll(processes.Select(AskAsync))).Sum(answer => answer.CpuUs);

    /// <summary>The bytes of memory that all hold now.</summary>
    public async Task<long> MemoryAsync() => (await Task.WhenAll(processes.Select(AskAsync))).Sum(answer => answer.Memory);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in processes)
        {
            process.StandardInput.Close();
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    private static async Task<(long CpuUs, long Memory)> AskAsync(Process process)
    {
        await process.StandardInput.WriteLineAsync();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Worker.Answer, StringComparison.Ordinal))
            {
                var numbers = Array.ConvertAll(
                    line[Worker.Answer.Length..].Split(' '),
                    text => long.Parse(text, CultureInfo.InvariantCulture)
                );
                return (numbers[0], numbers[1]);
            }

            await Console.Error.WriteLineAsync(line);
        }

        throw new InvalidOperationException("A worker process has ended.");
    }
}
