namespace RedisScheduler.Storage.Columns;

/// <summary>Pages of lists. One row more than the limit is read, which tells whether there is a page after it.</summary>
internal static class Paging
{
    public static Page<TItem> Page<TRow, TItem>(List<TRow> rows, int limit, Func<TRow, TItem> item, Func<TRow, string> cursor) =>
        new([.. rows.Take(limit).Select(item)], rows.Count > limit ? cursor(rows[limit - 1]) : null);
}
