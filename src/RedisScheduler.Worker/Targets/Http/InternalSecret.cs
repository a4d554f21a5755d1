using System.Security.Cryptography;

namespace RedisScheduler.Worker.Targets.Http;

/// <summary>The secret that is made and kept in the data folder where <c>INTERNAL_API_SECRET</c> is not set.</summary>
internal static class InternalSecret
{
    private const string FileName = "internal-api-secret";
    private const int KeyBytes = 32;

    /// <summary>Where it is kept.</summary>
    public static string PathIn(string dataDir) => Path.Combine(dataDir, FileName);

    /// <summary>Reads it, or makes it; of several processes that make it at the same moment one wins and all read the same. Only its owner can read the file.</summary>
    public static string ReadOrMake(string dataDir)
    {
        var path = PathIn(dataDir);
        if (!File.Exists(path))
        {
            Make(dataDir, path);
        }

        var secret = File.ReadAllText(path).Trim();
        return secret.Length > 0 ? secret : throw new InvalidDataException($"{path} is empty; delete it to have a new secret made.");
    }

    private static void Make(string dataDir, string path)
    {
        Directory.CreateDirectory(dataDir);
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(draft, options))
        {
            writer.Write(WebhookSecret.Format(RandomNumberGenerator.GetBytes(KeyBytes)));
        }

        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
