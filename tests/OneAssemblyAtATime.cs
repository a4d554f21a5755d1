namespace RedisScheduler;

/// <summary>
/// Compiled into every test project: <c>dotnet test</c> starts all of them at once, and real servers, browsers and host processes of
/// several assemblies on a machine with two cores make each other late. The first assembly to come takes the lock file, the next waits.
/// The system lets go of the lock when a process ends, however it ends.
/// </summary>
[SetUpFixture]
public sealed class OneAssemblyAtATime
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(25);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static FileStream? turn;

    [OneTimeSetUp]
    public static async Task WaitForTurnAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        while ((turn = TryTake()) is null)
        {
            Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(LongestWait), $"Other tests hold {LockFile}.");
            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    [OneTimeTearDown]
    public static void PassTurnOn() => turn?.Dispose();

    /// <summary>One for each clone of the repository: bin/Debug/net10.0 of a project of tests/ is four folders below it.</summary>
    private static string LockFile { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../obj/turn"));

    private static FileStream? TryTake()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(LockFile)!);
        try
        {
            return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
