namespace RedisScheduler.TestKit;

/// <summary>The working tree that the tests were built from.</summary>
public static class Repository
{
    private const string Solution = "RedisScheduler.sln";

    /// <summary>Its folder: the one with the solution, upwards from the tests' assemblies.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"{Solution} is in no folder above {AppContext.BaseDirectory}.");
    }
}
