namespace RedisScheduler.Storage.Connections;

/// <summary>
/// One statement over many rows. In its SQL <c>{rows}</c> stands for a table <c>r</c> of the columns, and <c>r.name</c> for each: all rows at once in PostgreSQL, one at a time in SQLite,
/// prepared once, with parameters in the columns' places.
/// </summary>
/// <param name="sql">The SQL.</param>
internal sealed class BulkStatement<T>(string sql)
{
    private const string From = "FROM {rows}";

    private List<BulkColumn<T>> columns = [];

    public IReadOnlyList<BulkColumn<T>> Columns => columns;

    /// <summary>The same where all rows are written at once, if that is said in other words there.</summary>
    public string? AtOnce { get; init; }

    /// <summary>Writes all rows at once where there is nothing yet that is in their way, as is to be expected, and fails where there is; <c>null</c>: there is no such way.</summary>
    public string? Hopeful { get; init; }

    /// <summary>What <c>RETURNING</c> tells of a row that was written at once as the statement means it; <c>null</c>: each row that is written is.</summary>
    public string? Meant { get; init; }

    /// <summary>
    /// SQL that answers, right after all rows were written at once, the first column of those that were left alone; <c>null</c> where none may be, or none has to be told.
    /// </summary>
    public string? LeftAlone { get; init; }

    /// <summary>The same statement where another name stands for another table.</summary>
    public BulkStatement<T> With(string name, string table) =>
        new(sql.Replace(name, table, StringComparison.Ordinal))
        {
            columns = columns,
            AtOnce = AtOnce?.Replace(name, table, StringComparison.Ordinal),
            Hopeful = Hopeful?.Replace(name, table, StringComparison.Ordinal),
            Meant = Meant,
            LeftAlone = LeftAlone?.Replace(name, table, StringComparison.Ordinal),
        };

    /// <summary>The SQL over a table.</summary>
    public string Over(string table) => Over(AtOnce ?? sql, table);

    /// <summary>One of the SQLs over a table.</summary>
    public static string Over(string sql, string table) => sql.Replace("{rows}", table, StringComparison.Ordinal);

    /// <summary>The SQL of one row, whose columns are the parameters 1 to n.</summary>
    public string OfOne() =>
        columns
            .Select((column, i) => (Name: $"r.{column.Name}", Parameter: $"?{i + 1}"))
            // The longer first: r.id is also how r.id_of would begin.
            .OrderByDescending(column => column.Name.Length)
            .Aggregate(sql.Replace(From, "", StringComparison.Ordinal), (text, column) => text.Replace(column.Name, column.Parameter, StringComparison.Ordinal));

    public BulkStatement<T> Text(string name, Func<T, string?> value) => Add(new BulkColumn<T>(name, value, null));

    public BulkStatement<T> Number(string name, Func<T, long?> value) => Add(new BulkColumn<T>(name, null, value));

    private BulkStatement<T> Add(BulkColumn<T> column)
    {
        columns.Add(column);
        return this;
    }
}

/// <summary>A column of text or of a number, never both.</summary>
internal sealed record BulkColumn<T>(string Name, Func<T, string?>? Text, Func<T, long?>? Number);
