using System.Collections.Concurrent;

namespace RedisScheduler.TestKit;

/// <summary>
/// The databases that everything on SQL is tested with. A conformance fixture is <c>[TestFixture(Databases.Sqlite)] [TestFixture(Databases.Postgres)]</c>
/// with the name as its constructor's argument.
/// </summary>
public static class Databases
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";

    private static readonly ConcurrentDictionary<string, Lazy<Task<PostgresServer>>> Shared = new(StringComparer.Ordinal);

    /// <summary>Every name that <see cref="CreateAsync"/> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = [Sqlite, Postgres];

    /// <summary>
    /// An empty database of the caller's own, removed when disposed. The PostgreSQL server behind it is one a test process; where it is not installed,
    /// the test is reported as skipped.
    /// </summary>
    public static async Task<TestDatabase> CreateAsync(string name)
    {
        switch (name)
        {
            case Sqlite:
                var folder = new TempFolder();
                return new TestDatabase(name, $"sqlite:{folder.File("test.db")}", folder, null);
            case Postgres:
                PostgresBinaries.RequireInstalled();
                var server = await Shared.GetOrAdd(name, _ => new(PostgresServer.StartAsync)).Value;
                return new TestDatabase(name, await server.CreateDatabaseAsync(), null, server);
            default:
                throw new ArgumentOutOfRangeException(nameof(name), name, $"Known are {string.Join(", ", Names)}.");
        }
    }
}
