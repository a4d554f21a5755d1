using RedisScheduler.Executions;

namespace RedisScheduler.Storage.History;

/// <summary>
/// Splits events so that the halves may be written side by side, and either first. The events of a schedule stay together, so that its state and its statistics are written once. Where one has
/// more than half of all, its runs are split, unless one failed: how many failures come in a row, and which was the last, is up to the order of the ends; all else comes to the same.
/// </summary>
internal static class HistoryHalves
{
    /// <summary>So many events are worth a transaction of their own.</summary>
    private const int Worth = 500;

    /// <summary>The key of runs whose ids tell none: any schedule may be theirs, also one that fails.</summary>
    private const string Foreign = "";

    public static (List<JobEvent> First, List<JobEvent> Second)? Of(IReadOnlyList<JobEvent> events)
    {
        if (events.Count < 2 * Worth)
            return null;
        var shares = SharesOf(events);
        if (shares.ContainsKey(Foreign) && shares.Dictionary.Values.Any(share => share.Fails))
            return null;
        List<JobEvent> first = new(events.Count), second = new(events.Count);
        foreach (var fact in events)
        {
            var isFirst = shares[KeyOf(fact.Id)].IsFirst ?? (fact.Id.GetHashCode(StringComparison.Ordinal) & 1) == 0;
            (isFirst ? first : second).Add(fact);
        }

        return Math.Min(first.Count, second.Count) < Worth ? null : (first, second);
    }

    private static Dictionary<string, Share>.AlternateLookup<ReadOnlySpan<char>> SharesOf(IReadOnlyList<JobEvent> events)
    {
        var shares = new Dictionary<string, Share>(StringComparer.Ordinal);
        var byKey = shares.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var fact in events)
        {
            var key = KeyOf(fact.Id);
            if (!byKey.TryGetValue(key, out var share))
                byKey[key] = share = new Share();
            share.Count++;
            share.Fails |= StateChange.IsFailure(fact.Status);
        }

        var ahead = 0;
        foreach (var share in shares.Values.Where(share => share.Fails || share.Count <= events.Count / 2))
        {
            share.IsFirst = ahead <= 0;
            ahead += ahead <= 0 ? share.Count : -share.Count;
        }

        return byKey;
    }

    /// <summary>What stands before the due time, which is the schedule's key.</summary>
    private static ReadOnlySpan<char> KeyOf(string id) => id.AsSpan(0, Math.Max(id.LastIndexOf('@'), 0));

    /// <summary>The events of one schedule; <c>null</c> for its half: each run has its own.</summary>
    private sealed class Share
    {
        public int Count { get; set; }
        public bool Fails { get; set; }
        public bool? IsFirst { get; set; }
    }
}
