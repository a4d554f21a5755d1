namespace RedisScheduler.Storage.Columns;

/// <summary>Name and id in small letters: what texts are searched in, and what lists are sorted by. Made here because SQLite knows the cases of ASCII only.</summary>
internal static class SearchText
{
    public static string Of(string name, string id) => $"{name}\n{id}".ToLowerInvariant();

    /// <summary>SQL that is true where the column holds what <see cref="Pattern"/> was made of.</summary>
    public static string Like(string column, string parameter) => $@"{column} LIKE {parameter} ESCAPE '\'";

    /// <summary>A LIKE pattern of a text that may stand anywhere; <c>null</c> for none.</summary>
    public static string? Pattern(string? text) =>
        string.IsNullOrEmpty(text)
            ? null
            : $"%{text.ToLowerInvariant().Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%";
}
