namespace RedisScheduler.TestKit;

/// <summary>A folder of a test's own under the system's temp folder, deleted with everything in it when disposed.</summary>
public sealed class TempFolder : IDisposable
{
    public TempFolder()
    {
        Path = Directory.CreateTempSubdirectory("rs-test-").FullName;
        OrphanGuard.AddFolder(Path);
    }

    public string Path { get; }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A process that was just killed may still hold a file for a moment; the system cleans its temp folder.
        }
    }
}
