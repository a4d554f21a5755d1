using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using RedisScheduler.TestKit;

namespace RedisScheduler.EndToEnd.Tests.Hosts;

/// <summary>A user's terminal in a clone: types README's command, reads the key, presses Ctrl-C. Only a data folder and a port are its own.</summary>
internal sealed partial class Terminal : IAsyncDisposable
{
    private static readonly TimeSpan BuildTime = TimeSpan.FromMinutes(10);
    private static readonly string[] Settings =
    [
        "REDIS_URL",
        "DATABASE_URL",
        "ADMIN_API_KEY",
        "INTERNAL_API_SECRET",
        "WORKER_CONCURRENCY",
        "WORKER_QUEUES",
        "REDIS_PREFIX",
        "ROLES",
        "LEASE_DURATION",
        "ALLOW_PRIVATE_TARGETS",
    ];

    private readonly Checkout checkout;
    private readonly TempFolder data = new();
    private readonly string url = $"http://127.0.0.1:{FreePort.Next()}";
    private ProcessHandle? command;
    private ApiClient? api;

    public Terminal(Checkout checkout)
    {
        if (!OperatingSystem.IsLinux() || Programs.Find("setsid") is null)
        {
            Assert.Ignore("Ctrl-C and processes are watched through setsid and /proc, which only Linux has");
        }

        this.checkout = checkout;
    }

    public ApiClient Api => api!;

    /// <summary>The process of the embedded server.</summary>
    public int ServerId =>
        int.Parse(File.ReadAllText(Path.Combine(data.Path, "redis", "pid")).Trim(), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The process of the API, a child of <c>dotnet run</c>.</summary>
    public int ApiId => Processes().Single(IsApi);

    /// <summary>Types the command and waits until the API answers. The key is read at the first start and used ever after.</summary>
    public async Task RunAsync()
    {
        var environment = Settings.Concat(MsBuildVariables()).ToDictionary(name => name, _ => (string?)null, StringComparer.Ordinal);
        environment["DATA_DIR"] = data.Path;
        environment["ASPNETCORE_URLS"] = url;
        environment["MSBUILDDISABLENODEREUSE"] = "1";
        // A session of its own, as a terminal gives it: Ctrl-C goes to every process in it.
        command = ProcessHandle.Start("setsid", ["dotnet", "run", "--project", "src/RedisScheduler.Api"], environment, checkout.Path);
        if (api is null)
        {
            await Eventually.AsyncThat(() => Key().IsMatch(command.Output) || command.HasExited, BuildTime);
            Assert.That(command.HasExited, Is.False, command.Output);
            Assert.That(command.Output, Does.Contain(url), "the URL is printed");
            api = new ApiClient(url, Key().Match(command.Output).Value);
        }

        await api.WaitUntilReadyAsync(BuildTime);
    }

    public async Task PressCtrlCAsync()
    {
        Signal.Send(-command!.Id, Signal.Interrupt);
        await command.WaitForExitAsync(TimeSpan.FromSeconds(60));
    }

    public async Task KillApiAsync()
    {
        Signal.Send(ApiId, Signal.Kill);
        await command!.WaitForExitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        if (command is not null)
        {
            await TestContext.Out.WriteLineAsync(command.Output);
            if (!command.HasExited)
            {
                // The API alone: its embedded server ends by itself then, and so does dotnet run.
                Processes().Where(IsApi).ToList().ForEach(id => Signal.Send(id, Signal.Kill));
            }

            await command.DisposeAsync();
        }

        api?.Dispose();
        data.Dispose();
    }

    /// <summary>What a test run under MSBuild hands down, which would mislead the user's own build.</summary>
    private static IEnumerable<string> MsBuildVariables() =>
        Environment
            .GetEnvironmentVariables()
            .Cast<DictionaryEntry>()
            .Select(variable => (string)variable.Key)
            .Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<int> Processes() =>
        Directory
            .GetDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id != 0);

    private bool IsApi(int id) =>
        CommandLine(id).StartsWith(Path.Combine(checkout.Path, "src", "RedisScheduler.Api", "bin"), StringComparison.Ordinal);

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    [GeneratedRegex("rs_[0-9A-Za-z]+_[0-9A-Za-z_-]+", RegexOptions.None, 1000)]
    private static partial Regex Key();
}
