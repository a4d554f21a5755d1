namespace RedisScheduler.Api.Embedded;

/// <summary>How the embedded server is run.</summary>
internal sealed record EmbeddedServerOptions
{
    /// <summary>DATA_DIR; the server keeps everything in its subfolder <c>redis</c>. One process at a time.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>
    /// How long a start may take before it counts as failed, default 60 s. It includes reading the data back, about a second for 100 MB of log.
    /// </summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Memory for records, default <c>512m</c>, at least 64m. Records beyond it are moved to disk, not dropped: raising it makes reads of old records faster.</summary>
    public string Memory { get; init; } = "512m";

    /// <summary>The path of GarnetServer.dll; by default the one that the build restored.</summary>
    public string? ServerPath { get; init; }
}
