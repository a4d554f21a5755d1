namespace RedisScheduler.Storage.Connections;

/// <summary>
/// One statement over many rows. In its SQL <c>FROM {rows}</c> stands for a table <c>r</c> of the columns, and <c>r.name</c> for each: all rows at once in PostgreSQL (unnest), one
/// at a time in SQLite, prepared once, with parameters in the columns' places.
/// </summary>
/// <param name="sql">The SQL.</param>
/// <param name="touched">
/// <c>null</c>, or the column of the rows that the statement changed whose text is unique and the same as that of the first column here: asked for where rows may be left alone.
/// </param>
internal sealed class BulkStatement<T>(string sql, string? touched = null)
{
    private const string From = "FROM {rows}";

    private readonly List<BulkColumn<T>> columns = [];

    public IReadOnlyList<BulkColumn<T>> Columns => columns;

    public string? Touched => touched;

    /// <summary>The SQL over a table.</summary>
    public string Over(string table) => sql.Replace(From, $"FROM {table}", StringComparison.Ordinal);

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
