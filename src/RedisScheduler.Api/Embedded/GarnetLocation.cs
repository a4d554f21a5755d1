using System.Reflection;

namespace RedisScheduler.Api.Embedded;

/// <summary>Finds the garnet-server that the build restored.</summary>
internal static class GarnetLocation
{
    /// <summary>The path of GarnetServer.dll: where the build saw it, else in the NuGet packages folder of this user; null when it is in neither.</summary>
    public static string? Find()
    {
        var baked = Metadata("GarnetServerPath");
        return baked is not null && File.Exists(baked) ? baked : FindInPackages(PackagesFolder(), Metadata("GarnetVersion"));
    }

    /// <summary>Looks for one version of the tool, or the newest when <paramref name="version"/> is null, in a NuGet packages folder.</summary>
    internal static string? FindInPackages(string packages, string? version)
    {
        var root = Path.Combine(packages, "garnet-server");
        if (!Directory.Exists(root))
        {
            return null;
        }

        return Directory
            .EnumerateDirectories(root, version ?? "*")
            .OrderByDescending(folder => Version.TryParse(Path.GetFileName(folder), out var parsed) ? parsed : new Version(0, 0))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "GarnetServer.dll", SearchOption.AllDirectories))
            .FirstOrDefault();
    }

    private static string PackagesFolder() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static string? Metadata(string key) =>
        typeof(GarnetLocation)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(attribute => attribute.Key == key)
            ?.Value;
}
