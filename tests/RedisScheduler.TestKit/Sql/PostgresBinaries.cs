using NUnit.Framework;

namespace RedisScheduler.TestKit;

/// <summary>The folder with PostgreSQL's own programs; Debian keeps them out of PATH.</summary>
internal static class PostgresBinaries
{
    private static readonly string[] Needed = ["initdb", "postgres"];

    public static string? Folder { get; } = Find();

    /// <summary>Skips the running test, by name, where PostgreSQL cannot be started.</summary>
    public static void RequireInstalled()
    {
        if (Folder is null)
        {
            Assert.Ignore("PostgreSQL is not installed");
        }

        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows() && Programs.Find("setpriv") is null)
        {
            Assert.Ignore("PostgreSQL refuses to run as root, and setpriv (util-linux) is not installed");
        }
    }

    private static string? Find()
    {
        const string Debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(Debian) ? Directory.GetDirectories(Debian) : [];
        return versions
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .FirstOrDefault(folder => Needed.All(program => IsThere(Path.Combine(folder, program))));
    }

    /// <summary>A link to a program that was removed exists too.</summary>
    private static bool IsThere(string path) => File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is null or { Exists: true };
}
