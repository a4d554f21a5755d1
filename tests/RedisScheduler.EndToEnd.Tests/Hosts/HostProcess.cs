using RedisScheduler.TestKit;

namespace RedisScheduler.EndToEnd.Tests.Hosts;

/// <summary>Starts the hosts as they were built beside these tests.</summary>
internal static class HostProcess
{
    public static ProcessHandle Api(IReadOnlyDictionary<string, string?> settings, string folder) =>
        Start("RedisScheduler.Api", settings, folder);

    public static ProcessHandle Worker(IReadOnlyDictionary<string, string?> settings, string folder) =>
        Start("RedisScheduler.Worker", settings, folder);

    private static ProcessHandle Start(string project, IReadOnlyDictionary<string, string?> settings, string folder) =>
        ProcessHandle.Dotnet(
            Path.Combine(Repository.Root, "src", project, "bin", Configuration(), "net10.0", $"{project}.dll"),
            environment: settings,
            workingDirectory: folder
        );

    /// <summary>Debug or Release: the folder above net10.0 of the tests themselves.</summary>
    private static string Configuration() => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
}
