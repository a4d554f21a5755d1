using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace RedisScheduler.Storage.Connections;

/// <summary>Runs a statement over many rows on SQLite's own interface: ADO.NET's looks every parameter up by its name again for every row, which costs more than the row.</summary>
internal static class SqliteBulk
{
    public static int Run<T>(sqlite3 database, BulkStatement<T> statement, IReadOnlyList<T> rows, CancellationToken cancel)
    {
        var columns = statement.Columns;
        var sql = statement.With($"(SELECT {string.Join(", ", columns.Select((column, i) => $"?{i + 1} AS {column.Name}"))}) AS r");
        Check(database, raw.sqlite3_prepare_v2(database, sql, out var prepared));
        using (prepared)
        {
            var touched = 0;
            foreach (var row in rows)
            {
                cancel.ThrowIfCancellationRequested();
                for (var i = 0; i < columns.Count; i++)
                    Check(database, Bind(prepared, i + 1, columns[i], row));
                var result = raw.sqlite3_step(prepared);
                if (result != raw.SQLITE_DONE)
                    Check(database, result);
                touched += raw.sqlite3_changes(database);
                Check(database, raw.sqlite3_reset(prepared));
            }

            return touched;
        }
    }

    private static int Bind<T>(sqlite3_stmt prepared, int index, BulkColumn<T> column, T row) =>
        column switch
        {
            { Text: { } text } => text(row) is { } value ? raw.sqlite3_bind_text(prepared, index, value) : raw.sqlite3_bind_null(prepared, index),
            { Number: { } number } => number(row) is { } value
                ? raw.sqlite3_bind_int64(prepared, index, value)
                : raw.sqlite3_bind_null(prepared, index),
            _ => throw new InvalidOperationException($"The column {column.Name} has no value."),
        };

    private static void Check(sqlite3 database, int result) => SqliteException.ThrowExceptionForRC(result, database);
}
