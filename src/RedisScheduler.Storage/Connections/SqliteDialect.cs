using System.Data.Common;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace RedisScheduler.Storage.Connections;

/// <summary>One file, written by one transaction at a time. Readers are never in the way (WAL).</summary>
internal sealed class SqliteDialect : Dialect
{
    private const int BusyTimeoutMs = 5_000;
    private const int CacheKiB = 65_536;

    // 32 MiB of log between checkpoints: a page that many batches touch, such as the last one of a schedule in an index, is written back once.
    private const int CheckpointPages = 8_192;

    // Result codes of sqlite.org/rescode.html.
    private static readonly HashSet<int> Unavailable =
    [
        5, // SQLITE_BUSY
        6, // SQLITE_LOCKED
        8, // SQLITE_READONLY
        10, // SQLITE_IOERR
        11, // SQLITE_CORRUPT
        13, // SQLITE_FULL
        14, // SQLITE_CANTOPEN
        26, // SQLITE_NOTADB
    ];

    // No automatic index: SQLite would build one over the whole history for a single question.
    private static readonly string Settings =
        $"PRAGMA busy_timeout = {BusyTimeoutMs}; PRAGMA cache_size = -{CacheKiB}; PRAGMA wal_autocheckpoint = {CheckpointPages}; PRAGMA automatic_index = OFF";

    private readonly string connectionString;

    static SqliteDialect()
    {
        SQLitePCL.Batteries_V2.Init();
        // A connection is used by one thread at a time, as ADO.NET demands it, and nobody asks how much memory is in use: both save a lock at every call.
        SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MULTITHREAD);
        SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    public SqliteDialect(string path) =>
        connectionString = new SqliteConnectionStringBuilder { DataSource = path, ForeignKeys = true, DefaultTimeout = 15 }.ToString();

    public override string Name => "Sqlite";

    public override SemaphoreSlim WriterTurn { get; } = new(1);

    public override string ForUpdate => "";

    public override string NextRevision => "UPDATE counters SET value = value + 1 WHERE name = 'revision' RETURNING value";

    public override string NextRevisions =>
        """
        UPDATE counters SET value = value + @Count WHERE name = 'revision';
        WITH RECURSIVE revisions (value, last) AS (
          SELECT value - @Count + 1, value FROM counters WHERE name = 'revision'
          UNION ALL SELECT value + 1, last FROM revisions WHERE value < last)
        SELECT value FROM revisions
        """;

    public override async Task<DbConnection> OpenAsync(CancellationToken cancel)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancel);
            await ExecuteAsync(connection, Settings, cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override Task<DbTransaction> BeginAsync(DbConnection connection, CancellationToken cancel) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));

    public override Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancel) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: true));

    public override Task PrepareAsync(DbConnection connection, CancellationToken cancel) =>
        ExecuteAsync(connection, "PRAGMA journal_mode = WAL", cancel);

    /// <summary>Nothing to do: the transaction is the only one that writes.</summary>
    public override Task LockAsync(DbTransaction transaction, IReadOnlyCollection<string> shared, IReadOnlyCollection<string> names, CancellationToken cancel) => Task.CompletedTask;

    /// <summary>Nothing to do: the transaction is the only one that writes.</summary>
    public override Task LockStatesAsync(DbTransaction transaction, IReadOnlyCollection<string> keys, CancellationToken cancel) => Task.CompletedTask;

    public override string In(string column, string parameter) => $"{column} IN (SELECT value FROM json_each({parameter}))";

    public override object List(IReadOnlyCollection<string> values) => JsonSerializer.Serialize(values, TextJson.Default.IReadOnlyCollectionString);

    public override string Keys =>
        "(SELECT json_extract(value, '$[0]') AS scope, CAST(json_extract(value, '$[1]') AS bigint) AS scheduled_at, json_extract(value, '$[2]') AS id FROM json_each(@Keys)) AS k";

    public override Task<IReadOnlyList<T>> RunAsync<T>(DbTransaction transaction, BulkStatement<T> statement, IReadOnlyList<T> rows, CancellationToken cancel) =>
        Task.FromResult(SqliteBulk.Run(((SqliteConnection)transaction.Connection!).Handle!, statement, rows, cancel));

    public override bool IsUnavailable(Exception error) => error is SqliteException { SqliteErrorCode: var code } && Unavailable.Contains(code);

    public override void Dispose()
    {
        using var connection = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(connection);
        WriterTurn.Dispose();
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static Task ExecuteAsync(DbConnection connection, string sql, CancellationToken cancel) =>
        ExecuteAsync((SqliteConnection)connection, sql, cancel);
}
