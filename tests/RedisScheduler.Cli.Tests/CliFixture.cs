using RedisScheduler.TestKit;

namespace RedisScheduler.Cli.Tests;

/// <summary>Commands run in this process against a server that answers as told.</summary>
public abstract class CliFixture
{
    protected const string Key = "rs_very-secret-key";

    protected LocalHttpServer Server { get; private set; } = null!;

    [SetUp]
    public async Task StartServerAsync() => Server = await LocalHttpServer.StartAsync();

    [TearDown]
    public async Task StopServerAsync() => await Server.DisposeAsync();

    /// <summary>Runs one with the server's address and the key in the environment; whatever it prints, the key is not in it.</summary>
    private protected Task<Ended> RunAsync(params string[] args) => RunAsync(args, "", Key, Server.Url);

    private protected static async Task<Ended> RunAsync(string[] args, string input, string? key, string? url, string? scope = null)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var from = new StringReader(input);
        var code = await Rsched.RunAsync(
            args,
            new Surroundings(from, output, error, name => name == "RSCHED_KEY" ? key : name == "RSCHED_URL" ? url : name == "RSCHED_SCOPE" ? scope : null, TimeProvider.System)
        );
        var ended = new Ended(code, output.ToString(), error.ToString());
        Assert.That(ended.Out + ended.Error, Does.Not.Contain(Key));
        return ended;
    }

    private protected sealed record Ended(int Code, string Out, string Error);
}
