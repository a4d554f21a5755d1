using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using RedisScheduler.Api.Embedded;
using RedisScheduler.TestKit;

namespace RedisScheduler.Api.Tests.Embedded;

/// <summary>A real process around the embedded server gets the signals that a terminal, a supervisor or an impatient person sends.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EmbeddedServerProcessTests
{
    private const int Keys = 2_000;
    private TempFolder folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        if (GarnetLocation.Find() is null)
        {
            Assert.Ignore("garnet-server is not restored (dotnet tool restore)");
        }

        folder = new TempFolder();
    }

    [TearDown]
    public void RemoveFolder() => folder?.Dispose();

    [Test]
    public async Task The_server_dies_with_a_killed_parent_and_loses_nothing()
    {
        await using var parent = StartHost();
        var server = await UrlAsync(parent);
        var serverProcess = ServerProcessId();
        await EmbeddedClient.WriteAsync(server, Keys);

        parent.Kill();
        await parent.WaitForExitAsync();

        await using (var next = await StartHereAsync())
        {
            Assert.That(Signal.IsRunning(serverProcess), Is.False, "two servers on one folder would ruin it");
            Assert.That(await EmbeddedClient.CountAsync(next.Url, Keys), Is.EqualTo(Keys));
        }
    }

    [Test]
    public async Task The_server_dies_with_a_parent_that_is_killed_with_its_whole_group()
    {
        await using var parent = StartHost();
        await UrlAsync(parent);
        var serverProcess = ServerProcessId();

        SignalWholeGroup(parent, Signal.Kill);

        await parent.WaitForExitAsync();
        await Eventually.AsyncThat(() => Task.FromResult(!Signal.IsRunning(serverProcess)), TimeSpan.FromSeconds(15));
    }

    [Test]
    public async Task Ctrl_C_in_the_terminal_leaves_the_server_up_until_the_parent_has_written_its_last_words()
    {
        await using var parent = StartHost();
        await UrlAsync(parent);
        var serverProcess = ServerProcessId();

        SignalWholeGroup(parent, Signal.Interrupt);

        await parent.WaitForLineAsync("last words +OK");
        Assert.That(await parent.WaitForExitAsync(), Is.Zero);
        Assert.That(Signal.IsRunning(serverProcess), Is.False);
        await using var next = await StartHereAsync();
        var password = new GarnetFiles(folder.Path).ReadOrMakePassword();
        Assert.That(await Resp.SendAsync(next.Port, password, ["EXISTS", "last-words"], CancellationToken.None), Is.EqualTo(":1"));
    }

    [Test]
    public async Task A_stop_by_a_supervisor_stops_the_server_last()
    {
        await using var parent = StartHost();
        await UrlAsync(parent);
        var serverProcess = ServerProcessId();

        parent.Terminate();

        await parent.WaitForLineAsync("last words +OK");
        Assert.That(await parent.WaitForExitAsync(), Is.Zero);
        Assert.That(Signal.IsRunning(serverProcess), Is.False);
    }

    [Test]
    public async Task A_second_process_is_refused_in_words()
    {
        await using var parent = StartHost();
        await UrlAsync(parent);
        await using var second = StartHost();

        Assert.That(await second.WaitForExitAsync(), Is.Not.Zero);
        Assert.That(second.Output, Does.Contain("Another process uses").And.Contain("DATA_DIR"));
    }

    /// <summary>setsid makes it the leader of a group of its own, as a shell does with what a person starts in a terminal.</summary>
    private ProcessHandle StartHost()
    {
        var dll = Path.Combine(AppContext.BaseDirectory, "RedisScheduler.Api.Tests.Host.dll");
        return Programs.Find("setsid") is { } setsid
            ? ProcessHandle.Start(setsid, ["dotnet", "exec", dll, folder.Path])
            : ProcessHandle.Dotnet(dll, [folder.Path]);
    }

    private static void SignalWholeGroup(ProcessHandle process, int signal)
    {
        if (Programs.Find("setsid") is null)
        {
            Assert.Ignore("setsid is not installed, so the process has no group of its own");
        }

        Signal.Send(-process.Id, signal);
    }

    private static async Task<string> UrlAsync(ProcessHandle host)
    {
        var line = await host.WaitForLineAsync("listening on ");
        return line["listening on ".Length..];
    }

    private int ServerProcessId() => int.Parse(File.ReadAllText(new GarnetFiles(folder.Path).ProcessId));

    private Task<EmbeddedServer> StartHereAsync() =>
        EmbeddedServer.StartAsync(
            new EmbeddedServerOptions { DataDirectory = folder.Path },
            TimeProvider.System,
            NullLogger.Instance,
            CancellationToken.None
        );
}
