using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace RedisScheduler.Storage.Connections;

/// <summary>
/// Runs a statement over many rows on SQLite's own interface: ADO.NET's looks every parameter up by its name again for every row, which costs more than the row. What a column had
/// in the row before stays bound, because neighbours have much in common.
/// </summary>
internal sealed class SqliteBulk : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt prepared;
    private byte[] buffer = new byte[1024];

    private SqliteBulk(sqlite3 database, string sql)
    {
        this.database = database;
        Check(raw.sqlite3_prepare_v2(database, sql, out prepared));
    }

    /// <summary>Answers the rows that the statement left alone.</summary>
    public static IReadOnlyList<T> Run<T>(sqlite3 database, BulkStatement<T> statement, IReadOnlyList<T> rows, CancellationToken cancel)
    {
        List<T> untouched = [];
        using var bulk = new SqliteBulk(database, statement.OfOne());
        // The last columns may be for PostgreSQL alone.
        BulkColumn<T>[] columns = [.. statement.Columns.Take(raw.sqlite3_bind_parameter_count(bulk.prepared))];
        var (texts, numbers) = (new string?[columns.Length], new long?[columns.Length]);
        foreach (var row in rows)
        {
            cancel.ThrowIfCancellationRequested();
            for (var i = 0; i < columns.Length; i++)
            {
                if (columns[i].Text is { } text)
                    bulk.Bind(i + 1, text(row), ref texts[i]);
                else
                    bulk.Bind(i + 1, columns[i].Number!(row), ref numbers[i]);
            }

            if (!bulk.Step())
                untouched.Add(row);
        }

        return untouched;
    }

    public void Dispose() => prepared.Dispose();

    private void Bind(int index, string? value, ref string? bound)
    {
        if (string.Equals(value, bound, StringComparison.Ordinal))
            return;
        bound = value;
        // An empty span would be bound as NULL.
        if (string.IsNullOrEmpty(value))
            Check(value is null ? raw.sqlite3_bind_null(prepared, index) : raw.sqlite3_bind_text(prepared, index, value));
        else
            Check(raw.sqlite3_bind_text(prepared, index, Utf8(value)));
    }

    private void Bind(int index, long? value, ref long? bound)
    {
        if (value == bound)
            return;
        bound = value;
        Check(value is { } number ? raw.sqlite3_bind_int64(prepared, index, number) : raw.sqlite3_bind_null(prepared, index));
    }

    private ReadOnlySpan<byte> Utf8(string value)
    {
        if (Encoding.UTF8.GetMaxByteCount(value.Length) > buffer.Length)
            buffer = new byte[Encoding.UTF8.GetMaxByteCount(value.Length)];
        return buffer.AsSpan(0, Encoding.UTF8.GetBytes(value, buffer));
    }

    /// <summary>False where it changed no row.</summary>
    private bool Step()
    {
        var result = raw.sqlite3_step(prepared);
        if (result != raw.SQLITE_DONE)
            Check(result);
        var touched = raw.sqlite3_changes(database) > 0;
        Check(raw.sqlite3_reset(prepared));
        return touched;
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, database);
}
