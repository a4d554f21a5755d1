using System.Security.Cryptography;
using System.Text.Json;

namespace RedisScheduler.Api.Embedded;

/// <summary>What the embedded server keeps in <c>DATA_DIR/redis</c>; the folder is for its owner alone.</summary>
internal sealed class GarnetFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public GarnetFiles(string dataDirectory)
    {
        Folder = Path.GetFullPath(Path.Combine(dataDirectory, "redis"));
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Folder);
        }
        else
        {
            Directory.CreateDirectory(Folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    public string Folder { get; }

    /// <summary>Held open by the process that owns the folder.</summary>
    public string Lock => Path.Combine(Folder, "lock");

    /// <summary>The id of the server's process, as long as it runs.</summary>
    public string ProcessId => Path.Combine(Folder, "pid");

    /// <summary>The part of the server's settings that must not stand in its command line, which every user of the machine can read.</summary>
    public string Settings => Path.Combine(Folder, "garnet.json");

    /// <summary>The append-only file, checkpoints and records.</summary>
    public string Data => Path.Combine(Folder, "data");

    /// <summary>Takes the folder for this process.</summary>
    /// <exception cref="EmbeddedServerException">Another process has it.</exception>
    public FileStream TakeLock()
    {
        try
        {
            return new FileStream(Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new EmbeddedServerException(
                $"Another process uses {Folder}. Stop it, or give this one a DATA_DIR of its own, or let both share a server with REDIS_URL.",
                error
            );
        }
    }

    /// <summary>The server's password: made at the first call, the same ever after.</summary>
    public string ReadOrMakePassword()
    {
        if (File.Exists(Settings))
        {
            var kept = JsonSerializer.Deserialize<GarnetSettings>(File.ReadAllBytes(Settings));
            return kept?.Password ?? throw new EmbeddedServerException($"{Settings} has no Password; delete it to have a new one made.");
        }

        var settings = new GarnetSettings("Password", Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var file = new FileStream(Settings, options);
        JsonSerializer.Serialize(file, settings);
        return settings.Password;
    }

    private sealed record GarnetSettings(string AuthenticationMode, string Password);
}
