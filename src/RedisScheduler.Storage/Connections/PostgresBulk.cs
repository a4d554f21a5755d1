using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace RedisScheduler.Storage.Connections;

/// <summary>
/// Runs a statement over many rows at once: each column is an array, taken apart by <c>unnest</c>. Where there are many rows, a column in which all have the same is sent and taken apart as
/// one value, because that is half of what the rows cost before anything is done with them.
/// </summary>
internal static class PostgresBulk
{
    // Few rows have this and that in common, now these and now those, and each time it would be another statement to prepare.
    private const int Many = 100;

    /// <summary>Answers the rows that the statement left alone, where it has SQL to tell.</summary>
    public static async Task<IReadOnlyList<T>> RunAsync<T>(DbTransaction transaction, BulkStatement<T> statement, IReadOnlyList<T> rows, CancellationToken cancel)
    {
        List<NpgsqlParameter> parameters = [];
        List<string> arrays = [], values = [];
        foreach (var column in statement.Columns)
        {
            // The first is a key.
            var mayBeOne = rows.Count >= Many && parameters.Count > 0;
            var (parameter, isArray) = column.Text is { } text
                ? Parameter(column.Name, NpgsqlDbType.Text, rows, text, mayBeOne)
                : Parameter(column.Name, NpgsqlDbType.Bigint, rows, column.Number!, mayBeOne);
            parameters.Add(parameter);
            (isArray ? arrays : values).Add(column.Name);
        }

        var names = string.Join(", ", arrays);
        var unnest = $"unnest({string.Join(", ", arrays.Select(name => $"@{name}"))})";
        if (rows.Count < Many)
            unnest = PostgresDialect.Few(unnest, $"@{arrays[0]}");
        var table = values.Count == 0 ? $"{unnest} AS r({names})" : $"(SELECT *, {string.Join(", ", values.Select(name => $"@{name} AS {name}"))} FROM {unnest} AS v({names})) AS r";
        await using var command = new NpgsqlCommand("", (NpgsqlConnection)transaction.Connection!, (NpgsqlTransaction)transaction);
        command.Parameters.AddRange(parameters.ToArray());
        if (rows.Count >= Many && statement.Hopeful is { } hopeful && await HopeAsync(command, BulkStatement<T>.Over(hopeful, table), cancel))
            return [];
        if (await WriteAsync(command, statement, table, cancel) == rows.Count || statement.LeftAlone is not { } leftAlone)
            return [];

        command.CommandText = BulkStatement<T>.Over(leftAlone, table);
        var left = new HashSet<string>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
            left.Add(reader.GetString(0));
        return [.. rows.Where(row => left.Contains(statement.Columns[0].Text!(row)!))];
    }

    /// <summary>Answers how many rows were written as it is meant.</summary>
    private static async Task<long> WriteAsync<T>(NpgsqlCommand command, BulkStatement<T> statement, string table, CancellationToken cancel)
    {
        command.CommandText = statement.Over(table);
        if (statement.Meant is null)
            return await command.ExecuteNonQueryAsync(cancel);
        command.CommandText = $"WITH written AS ({command.CommandText} RETURNING {statement.Meant} AS meant) SELECT count(*) FROM written WHERE meant";
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }

    private static async Task<bool> HopeAsync(NpgsqlCommand command, string sql, CancellationToken cancel)
    {
        const string Savepoint = "hope";
        var isDone = true;
        await command.Transaction!.SaveAsync(Savepoint, cancel);
        try
        {
            command.CommandText = sql;
            await command.ExecuteNonQueryAsync(cancel);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            await command.Transaction.RollbackAsync(Savepoint, cancel);
            isDone = false;
        }

        // Also after going back to it: what is written within has another xmin than the transaction's.
        await command.Transaction.ReleaseAsync(Savepoint, cancel);
        return isDone;
    }

    private static (NpgsqlParameter Parameter, bool IsArray) Parameter<T, TValue>(string name, NpgsqlDbType type, IReadOnlyList<T> rows, Func<T, TValue> value, bool mayBeOne)
    {
        var values = new TValue[rows.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = value(rows[i]);
            mayBeOne = mayBeOne && EqualityComparer<TValue>.Default.Equals(values[i], values[0]);
        }

        return mayBeOne
            ? (new NpgsqlParameter(name, type) { Value = (object?)values[0] ?? DBNull.Value }, false)
            : (new NpgsqlParameter<TValue[]>(name, NpgsqlDbType.Array | type) { TypedValue = values }, true);
    }
}
