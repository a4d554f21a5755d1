namespace RedisScheduler.Api.Embedded;

/// <summary>The command line of garnet-server with which it keeps what Redis would keep.</summary>
internal static class GarnetArguments
{
    /// <summary>Arguments for a server on 127.0.0.1 with its data in <paramref name="folder"/>.</summary>
    public static IReadOnlyList<string> For(int port, string folder, string memory = "512m") =>
        [
            "-q",
            "--port",
            $"{port}",
            "--bind",
            "127.0.0.1",
            // Scripts hold a lock on their declared keys: without it two scripts run into each other.
            "--lua",
            "--lua-transaction-mode",
            // Every write goes to the append-only file, which is read back at start.
            "--aof",
            "--recover",
            "--checkpointdir",
            folder,
            // The default device needs libaio: without it the server starts and serves nobody.
            "--device-type",
            "RandomAccess",
            // Past this much memory records go to disk. Without the storage tier they are dropped, silently.
            "--memory",
            memory,
            "--storage-tier",
            "--logdir",
            Path.Combine(folder, "log"),
            // Bounds of the disk: a checkpoint cuts the append-only file, a compaction the log of records; both go by whole segments.
            "--aof-memory",
            "64m",
            "--aof-segment-size",
            "64m",
            "--aof-size-limit",
            "128m",
            "--segment",
            "64m",
            "--object-log-segment",
            "64m",
            "--compaction-type",
            "Lookup",
            "--compaction-max-segments",
            "8",
            // The index grows by itself, and is written with every checkpoint: start small.
            "--index",
            "16m",
        ];
}
