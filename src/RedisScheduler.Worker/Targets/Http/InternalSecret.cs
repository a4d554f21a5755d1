using System.Security.Cryptography;

namespace RedisScheduler.Worker.Targets.Http;

/// <summary>The secret that is made and kept in the data folder where <c>INTERNAL_API_SECRET</c> is not set.</summary>
internal static class InternalSecret
{
    private const string FileName = "internal-api-secret";
    private const int KeyBytes = 32;

    // What is written is short.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Where it is kept.</summary>
    public static string PathIn(string dataDir) => Path.Combine(dataDir, FileName);

    /// <summary>Reads it, or makes it; of several processes that make it at the same moment one wins and all read the same. Only its owner can read the file.</summary>
    /// <exception cref="InvalidDataException">The file is there and stays empty.</exception>
    public static string ReadOrMake(string dataDir)
    {
        Directory.CreateDirectory(dataDir);
        var path = PathIn(dataDir);
        return (File.Exists(path) ? null : Make(path)) ?? Read(path);
    }

    // Creating the file decides who wins: a file that is moved to its place may replace one that has just come there. It is shared with readers, because on Unix it is locked only after it was
    // created: a reader that came in between would keep the winner from writing. Nobody reads half of it, which is written at once.
    private static string? Make(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using var writer = new StreamWriter(path, options);
            var secret = WebhookSecret.Format(RandomNumberGenerator.GetBytes(KeyBytes));
            writer.Write(secret);
            return secret;
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }

    private static string Read(string path)
    {
        string? secret = null;
        return SpinWait.SpinUntil(() => (secret = WrittenIn(path)) is { Length: > 0 }, Patience)
            ? secret!
            : throw new InvalidDataException($"{path} is empty; delete it to have a new secret made.");
    }

    // Null while who makes it still writes.
    private static string? WrittenIn(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
