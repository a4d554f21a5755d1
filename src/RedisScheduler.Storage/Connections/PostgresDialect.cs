using System.Data;
using System.Data.Common;
using Npgsql;

namespace RedisScheduler.Storage.Connections;

/// <summary>PostgreSQL 15 or later. Transactions exclude each other only where they say so (<see cref="LockAsync"/>).</summary>
internal sealed class PostgresDialect(NpgsqlDataSource source) : Dialect
{
    // Classes and codes of PostgreSQL's appendix A that mean "not now" or "not here" rather than "wrong statement".
    private static readonly string[] Unavailable =
    [
        "08", // connection exceptions
        "28", // the login is refused
        "3D000", // the database does not exist
        "53", // out of connections, memory or disk
        "57P", // shut down, crashed, or starting
        "57014", // stopped by a time-out
        "58", // I/O errors
    ];

    public override string Name => "Postgres";

    public override bool HasPartitions => true;

    // With a pool of one connection the second transaction would wait for the first, which waits for it.
    public override bool WritesSideBySide { get; } = new NpgsqlConnectionStringBuilder(source.ConnectionString).MaxPoolSize > 1;

    public override string ForUpdate => "FOR UPDATE OF t";

    public override string NextRevision => "SELECT nextval('revisions')";

    public override string NextRevisions => "SELECT nextval('revisions') FROM generate_series(1, @Count)";

    public override async Task<DbConnection> OpenAsync(CancellationToken cancel) => await source.OpenConnectionAsync(cancel);

    public override async Task<DbTransaction> BeginAsync(DbConnection connection, CancellationToken cancel) =>
        await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancel);

    public override async Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancel) =>
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);

    public override Task PrepareAsync(DbConnection connection, CancellationToken cancel) => Task.CompletedTask;

    public override async Task LockAsync(DbTransaction transaction, IReadOnlyCollection<string> shared, IReadOnlyCollection<string> names, CancellationToken cancel)
    {
        await using var batch = new NpgsqlBatch((NpgsqlConnection)transaction.Connection!, (NpgsqlTransaction)transaction);
        Add("SELECT pg_advisory_xact_lock_shared(hashtextextended(name, 0)) FROM unnest($1) AS name", shared);
        Add("SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest($1) AS name", names);
        if (batch.BatchCommands.Count > 0)
            await batch.ExecuteNonQueryAsync(cancel);

        void Add(string sql, IReadOnlyCollection<string> values)
        {
            if (values.Count > 0)
                batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { new NpgsqlParameter<string[]> { TypedValue = [.. values] } } });
        }
    }

    public override async Task LockStatesAsync(DbTransaction transaction, IReadOnlyCollection<string> keys, CancellationToken cancel)
    {
        // Joined: each row of a table would be compared with each of an array.
        var sql = $"SELECT FROM unnest($1) AS k(key) JOIN schedule_states t ON t.key = k.key ORDER BY t.key {ForUpdate}";
        await using var command = new NpgsqlCommand(sql, (NpgsqlConnection)transaction.Connection!, (NpgsqlTransaction)transaction);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. keys] });
        await command.ExecuteNonQueryAsync(cancel);
    }

    public override string In(string column, string parameter) => $"{column} = ANY({parameter})";

    public override string InKeys(string column, string parameter) => $"{column} IN (SELECT key FROM {Few($"unnest({parameter})", parameter)} AS k (key))";

    public override object List(IReadOnlyCollection<string> values) => values.ToArray();

    public override string Keys =>
        "(SELECT value ->> 0 AS scope, CAST(value ->> 1 AS bigint) AS scheduled_at, value ->> 2 AS id FROM json_array_elements(CAST(@Keys AS json))) AS k";

    public override Task<IReadOnlyList<T>> RunAsync<T>(DbTransaction transaction, BulkStatement<T> statement, IReadOnlyList<T> rows, CancellationToken cancel) =>
        PostgresBulk.RunAsync(transaction, statement, rows, cancel);

    public override bool IsUnavailable(Exception error) =>
        error switch
        {
            PostgresException refused => Array.Exists(Unavailable, code => refused.SqlState.StartsWith(code, StringComparison.Ordinal)),
            NpgsqlException or TimeoutException => true,
            _ => false,
        };

    public override bool IsLostRace(Exception error) =>
        error is PostgresException { SqlState: PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.LockNotAvailable };

    public override void ForgetConnections() => source.Clear();

    public override void Dispose() => source.Dispose();

    // A plan is kept for as long as nobody analyzes the table, and made while it may still be empty: for as many rows as PostgreSQL expects of a list it would be a plan that reads
    // the whole table. Of a limit that it does not know it expects a tenth of them, one row, which is found by the key, however large the table becomes.
    internal static string Few(string rows, string list) => $"(SELECT * FROM {rows} LIMIT cardinality({list}))";
}
