using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using RedisScheduler.Api.Embedded;
using RedisScheduler.TestKit;

namespace RedisScheduler.Api.Tests.Embedded;

public sealed class EmbeddedServerTests
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
    public async Task Everything_is_there_after_a_stop_and_a_start()
    {
        await using (var first = await StartAsync())
        {
            await EmbeddedClient.WriteAsync(first.Url, Keys);
        }

        await using var second = await StartAsync();
        Assert.That(await EmbeddedClient.CountAsync(second.Url, Keys), Is.EqualTo(Keys));
    }

    [Test]
    public async Task A_killed_server_comes_back_on_the_same_port_with_everything_that_was_on_disk()
    {
        await using var server = await StartAsync();
        await EmbeddedClient.WriteAsync(server.Url, Keys);
        await EmbeddedClient.FlushToDiskAsync(server.Url);
        var (url, killed) = (server.Url, ServerProcessId());

        Signal.Send(killed, Signal.Kill);

        await Eventually.AsyncThat(() => EmbeddedClient.CountAsync(url, Keys), Is.EqualTo(Keys), TimeSpan.FromSeconds(60));
        Assert.That(server.Url, Is.EqualTo(url));
        Assert.That(ServerProcessId(), Is.Not.EqualTo(killed));
    }

    [Test]
    public async Task A_client_that_stayed_connected_goes_on_after_a_restart_of_the_server()
    {
        await using var server = await StartAsync();
        using var client = await EmbeddedClient.ConnectAsync(server.Url);
        var database = client.GetDatabase();
        await database.StringSetAsync("key", "before");

        Signal.Send(ServerProcessId(), Signal.Kill);

        await Eventually.AsyncThat(() => database.StringSetAsync("key", "after"), Is.True, TimeSpan.FromSeconds(60));
    }

    [Test]
    public async Task More_data_than_memory_is_kept_on_disk_not_dropped()
    {
        const int Many = 15_000;
        await using var server = await StartAsync(options => options with { Memory = "64m" });
        await EmbeddedClient.WriteAsync(server.Url, Many, valueLength: 10_000);

        Assert.That(await EmbeddedClient.CountAsync(server.Url, Many), Is.EqualTo(Many));
    }

    [Test]
    public async Task Nobody_gets_in_without_the_password()
    {
        await using var server = await StartAsync();

        Assert.That(await Resp.SendAsync(server.Port, null, ["PING"], CancellationToken.None), Does.StartWith("-NOAUTH"));
        Assert.That(await Resp.SendAsync(server.Port, "wrong", ["PING"], CancellationToken.None), Does.StartWith("-WRONGPASS"));
    }

    [Test]
    [UnsupportedOSPlatform("windows")]
    public async Task The_password_is_kept_where_only_its_owner_can_read_it_and_not_in_the_command_line()
    {
        await using var server = await StartAsync();
        var files = new GarnetFiles(folder.Path);
        var password = files.ReadOrMakePassword();

        Assert.That(File.GetUnixFileMode(files.Settings), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.That(await File.ReadAllTextAsync($"/proc/{ServerProcessId()}/cmdline"), Does.Not.Contain(password));
    }

    [Test]
    public async Task A_second_process_on_the_same_data_folder_is_refused()
    {
        await using var server = await StartAsync();

        Assert.That(async () => await StartAsync(), Throws.TypeOf<EmbeddedServerException>().With.Message.Contains("Another process uses"));
        Assert.That(await EmbeddedClient.CountAsync(server.Url, 1), Is.Zero, "the first one is still well");
    }

    [Test]
    public void A_server_that_is_not_installed_is_named_with_the_alternative() =>
        Assert.That(
            async () => await StartAsync(options => options with { ServerPath = folder.File("none.dll") }),
            Throws.TypeOf<EmbeddedServerException>().With.Message.Contains("dotnet tool restore").And.Message.Contains("REDIS_URL")
        );

    [Test]
    public async Task A_server_that_does_not_start_is_shown_with_its_output()
    {
        var broken = folder.File("broken.dll");
        await File.WriteAllTextAsync(broken, "not a program");

        Assert.That(
            async () => await StartAsync(options => options with { ServerPath = broken }),
            Throws.TypeOf<EmbeddedServerException>().With.Message.Contains("ended with code").And.Message.Contains("broken")
        );
        Assert.That(new GarnetFiles(folder.Path).TakeLock().Dispose, Throws.Nothing, "the folder is free again");
    }

    private int ServerProcessId() => int.Parse(File.ReadAllText(new GarnetFiles(folder.Path).ProcessId));

    private Task<EmbeddedServer> StartAsync(Func<EmbeddedServerOptions, EmbeddedServerOptions>? change = null)
    {
        var options = new EmbeddedServerOptions { DataDirectory = folder.Path };
        return EmbeddedServer.StartAsync(
            change?.Invoke(options) ?? options,
            TimeProvider.System,
            NullLogger.Instance,
            CancellationToken.None
        );
    }
}
