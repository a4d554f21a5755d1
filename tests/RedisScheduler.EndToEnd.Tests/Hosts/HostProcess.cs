using RedisScheduler.TestKit;

namespace RedisScheduler.EndToEnd.Tests.Hosts;

/// <summary>Starts the hosts as they were built beside these tests.</summary>
internal static class HostProcess
{
    public const string Api = "src/RedisScheduler.Api";
    public const string Worker = "src/RedisScheduler.Worker";
    public const string ReadmeSample = "tests/RedisScheduler.ReadmeSample";

    /// <summary>Starts the host of a project with these settings, in a working directory.</summary>
    public static ProcessHandle Start(string project, IReadOnlyDictionary<string, string?> settings, string folder) =>
        ProcessHandle.Dotnet(
            Path.Combine(Repository.Root, project, "bin", Configuration(), "net10.0", $"{Path.GetFileName(project)}.dll"),
            environment: settings,
            workingDirectory: folder
        );

    /// <summary>Debug or Release: the folder above net10.0 of the tests themselves.</summary>
    private static string Configuration() => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
}
