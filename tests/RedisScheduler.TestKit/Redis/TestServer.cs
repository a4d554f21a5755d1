using System.Net.Sockets;
using NUnit.Framework;
using RedisScheduler.Api.Embedded;

namespace RedisScheduler.TestKit;

/// <summary>A real redis-server or garnet-server on a free port, with its data in a temp folder that survives <see cref="Kill"/> and <see cref="RestartAsync"/>.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private const int Attempts = 3;
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(30);

    private readonly ServerCommand command;
    private readonly TempFolder data = new();
    private ProcessHandle? process;

    private TestServer(string name, ServerCommand command)
    {
        Name = name;
        this.command = command;
    }

    /// <summary>One of <see cref="RedisServers.Names"/>.</summary>
    public string Name { get; }

    public int Port { get; private set; }

    /// <summary><c>redis://127.0.0.1:port</c>, as REDIS_URL takes it.</summary>
    public string Url => $"redis://127.0.0.1:{Port}";

    public bool IsRunning => process is { HasExited: false };

    internal static async Task<TestServer> StartAsync(string name, ServerCommand command)
    {
        var server = new TestServer(name, command);
        for (var attempt = 1; ; attempt++)
        {
            server.Port = FreePort.Next();
            try
            {
                await server.LaunchAsync();
                return server;
            }
            catch (AssertionException) when (attempt < Attempts)
            {
                // Its port was taken between the choice and the start.
            }
        }
    }

    /// <summary>SIGKILL, and waits until it is gone: connections break at once, data that was written stays.</summary>
    public void Kill()
    {
        process?.Kill();
        process?.WaitForExitAsync().GetAwaiter().GetResult();
    }

    /// <summary>SIGSTOP: connections stay open and nobody answers.</summary>
    public void Freeze() => process!.Freeze();

    /// <summary>SIGCONT.</summary>
    public void Thaw() => process!.Thaw();

    /// <summary>Starts it again on the same port with the same data, after a <see cref="Kill"/> or while it runs.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await LaunchAsync();
    }

    /// <summary>Removes every key and every cached script.</summary>
    public async Task FlushAsync()
    {
        using var timeout = new CancellationTokenSource(ReadyWithin, TimeProvider.System);
        await Resp.SendAsync(Port, null, ["FLUSHALL"], timeout.Token);
        await Resp.SendAsync(Port, null, ["SCRIPT", "FLUSH"], timeout.Token);
    }

    /// <summary>Sends one command over a connection of its own and returns the first line of the answer (<c>:1</c>, <c>+OK</c>, <c>-ERR …</c>).</summary>
    public async Task<string> AskAsync(params string[] command)
    {
        using var timeout = new CancellationTokenSource(ReadyWithin, TimeProvider.System);
        return await Resp.SendAsync(Port, null, command, timeout.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        data.Dispose();
    }

    private async Task StopAsync()
    {
        if (process is not null)
        {
            await process.DisposeAsync();
            process = null;
        }
    }

    private async Task LaunchAsync()
    {
        process = ProcessHandle.Start(command.Program, command.Arguments(Port, data.Path), workingDirectory: data.Path);
        var started = TimeProvider.System.GetTimestamp();
        while (!await AnswersAsync())
        {
            if (process.HasExited || TimeProvider.System.GetElapsedTime(started) > ReadyWithin)
            {
                var output = process.Output;
                await StopAsync();
                throw new AssertionException($"{Name} did not answer on port {Port}.{Environment.NewLine}{output}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>A server that loads its data answers <c>-LOADING</c>: only a PONG counts.</summary>
    private async Task<bool> AnswersAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(2), TimeProvider.System);
        try
        {
            return await Resp.SendAsync(Port, null, ["PING"], timeout.Token) == "+PONG";
        }
        catch (Exception error) when (error is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
