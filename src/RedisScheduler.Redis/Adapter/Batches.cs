namespace RedisScheduler.Redis.Adapter;

/// <summary>Cuts long lists, so that no script is called with more than a few thousand values: a Lua stack holds 7,000, and nothing else runs meanwhile.</summary>
internal static class Batches
{
    public const int MaxValues = 5000;

    /// <summary>Each item's values, gathered until a batch would be too large.</summary>
    public static IEnumerable<(List<T> Items, List<ScriptArgs> Args)> Of<T>(IEnumerable<T> items, Func<T, ScriptArgs> write)
    {
        List<T> batch = [];
        List<ScriptArgs> args = [];
        var values = 0;
        foreach (var item in items)
        {
            var one = write(item);
            if (values + one.Count > MaxValues && batch.Count > 0)
            {
                yield return (batch, args);
                (batch, args, values) = ([], [], 0);
            }
            batch.Add(item);
            args.Add(one);
            values += one.Count;
        }
        if (batch.Count > 0)
            yield return (batch, args);
    }

    public static ScriptArgs AddEach(this ScriptArgs all, IEnumerable<ScriptArgs> parts)
    {
        foreach (var part in parts)
            all.AddAll(part);
        return all;
    }
}
