using System.Globalization;
using RedisScheduler.Storage;

namespace RedisScheduler.Dashboard.Tests.Fakes;

/// <summary>Pages of what is in memory; the cursor is an offset.</summary>
internal static class Paging
{
    public static Page<T> Cut<T>(IReadOnlyList<T> all, string? cursor, int limit)
    {
        var begin = cursor is null ? 0 : int.Parse(cursor, CultureInfo.InvariantCulture);
        var end = begin + limit;
        return new([.. all.Skip(begin).Take(limit)], end < all.Count ? end.ToString(CultureInfo.InvariantCulture) : null);
    }
}
