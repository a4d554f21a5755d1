namespace RedisScheduler.Redis.Adapter;

/// <summary>Cuts long lists, so that no script is called with more than a few thousand values: a Lua stack holds 7,000, and nothing else runs meanwhile.</summary>
internal static class Batches
{
    public const int MaxValues = 5000;

    // So that of many items the server has work while the next ones are written, and soon.
    private const int PieceValues = MaxValues / 4;
    private const int PieceItems = 120;
    private const int FirstPieceItems = PieceItems / 6;

    /// <summary>
    /// Calls for all items, in their order: while the server works on one call the next is written. Where one fails, the one behind it may still be done.
    /// <paramref name="write"/> gets what stands before an item in its call.
    /// </summary>
    public static async Task RunAsync<T>(IReadOnlyList<T> items, Func<List<T>, T, ScriptArgs> write, Func<List<T>, List<ScriptArgs>, Task<Reply>> call, Action<List<T>, Reply> read)
    {
        (List<T> Items, Task<Reply> Reply)? underWay = null;
        try
        {
            foreach (var (batch, args) in Of(items, write))
            {
                var before = underWay;
                underWay = (batch, call(batch, args));
                if (before is { } sent)
                    read(sent.Items, await sent.Reply);
            }
        }
        finally
        {
            if (underWay is { } last)
                await ((Task)last.Reply).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        if (underWay is { } answered)
            read(answered.Items, await answered.Reply);
    }

    /// <summary>Room for the values of so many items, and for what stands before them: a few, and <paramref name="more"/>.</summary>
    public static ScriptArgs RoomFor(List<ScriptArgs> parts, int more = 0) => new(16 + more + parts.Sum(part => part.Count));

    public static ScriptArgs AddEach(this ScriptArgs all, IEnumerable<ScriptArgs> parts)
    {
        foreach (var part in parts)
            all.AddAll(part);
        return all;
    }

    /// <summary>Each item's values, gathered until a piece would be too large. Of many items the first pieces are small, each twice the one before.</summary>
    private static IEnumerable<(List<T> Items, List<ScriptArgs> Args)> Of<T>(IReadOnlyList<T> items, Func<List<T>, T, ScriptArgs> write)
    {
        List<T> batch = [];
        List<ScriptArgs> args = [];
        var (values, most) = (0, items.Count > PieceItems ? FirstPieceItems : PieceItems);
        foreach (var item in items)
        {
            var one = write(batch, item);
            if (batch.Count > 0 && (batch.Count == most || values + one.Count > PieceValues))
            {
                yield return (batch, args);
                (batch, args, values, most) = ([], [], 0, Math.Min(2 * most, PieceItems));
                one = write(batch, item);
            }
            batch.Add(item);
            args.Add(one);
            values += one.Count;
        }
        if (batch.Count > 0)
            yield return (batch, args);
    }
}
