namespace RedisScheduler.Worker.Hosting;

/// <summary>The command line of both hosts.</summary>
public static class HostArgs
{
    /// <summary>
    /// The same, and that files of settings are read once, at start: else the host watches all below its folder, and is told of each write to a database that lies there.
    /// </summary>
    public static string[] Of(string[] args) => [.. args, "--hostBuilder:reloadConfigOnChange=false"];
}
