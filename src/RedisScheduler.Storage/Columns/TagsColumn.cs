namespace RedisScheduler.Storage.Columns;

/// <summary>Tags in one column, each between unit separators (U+001F), so that a tag is found as an exact part of it.</summary>
internal static class TagsColumn
{
    private const char Separator = '\u001f';

    public static string Write(IReadOnlyList<string> tags) => tags.Count == 0 ? "" : Separator + string.Join(Separator, tags) + Separator;

    public static IReadOnlyList<string> Read(string column) => column.Length == 0 ? [] : column[1..^1].Split(Separator);

    /// <summary>SQL that is true where the column has the tag, which is bound as <see cref="Needle"/>. LIKE would ignore case in SQLite.</summary>
    public static string Has(string column, string parameter) => $"replace({column}, {parameter}, '') <> {column}";

    public static string? Needle(string? tag) => tag is null ? null : $"{Separator}{tag}{Separator}";
}
