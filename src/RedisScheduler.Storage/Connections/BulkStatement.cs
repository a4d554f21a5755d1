namespace RedisScheduler.Storage.Connections;

/// <summary>
/// One statement over many rows. In its SQL <c>{rows}</c> stands for a table <c>r</c> of the columns: all rows at once in PostgreSQL (unnest), one at a time in SQLite, prepared once.
/// </summary>
/// <param name="sql">The SQL.</param>
/// <param name="touched">
/// <c>null</c>, or the column of the rows that the statement changed whose text is unique and the same as that of the first column here: asked for where rows may be left alone.
/// </param>
internal sealed class BulkStatement<T>(string sql, string? touched = null)
{
    private readonly List<BulkColumn<T>> columns = [];

    public IReadOnlyList<BulkColumn<T>> Columns => columns;

    public string? Touched => touched;

    /// <summary>The SQL with its rows.</summary>
    public string With(string rows) => sql.Replace("{rows}", rows, StringComparison.Ordinal);

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
