namespace RedisScheduler.Redis.Adapter;

/// <summary>
/// Merges what is asked for while calls are under way into the next call: a caller that comes alone waits for nobody, and many that come at once share round trips. What fails, fails
/// for all whose items were in that call.
/// </summary>
/// <param name="call">Deals with many items and answers in their order. Never cancelled: it deals with items of others too.</param>
internal sealed class Coalescer<TItem, TResult>(Func<IReadOnlyList<TItem>, Task<IReadOnlyList<TResult>>> call)
{
    // While the server works on one call the next is written.
    private const int UnderWayAtMost = 2;
    private readonly Lock gate = new();
    private List<Part> waiting = [];
    private int underWay;

    /// <summary>The results of some items, in their order. Cancelling ends the wait, not what was asked for.</summary>
    public Task<IReadOnlyList<TResult>> RunAsync(IReadOnlyList<TItem> items, CancellationToken cancel)
    {
        var part = new Part(items);
        lock (gate)
        {
            waiting.Add(part);
            if (underWay < UnderWayAtMost)
            {
                underWay++;
                _ = CallAsync();
            }
        }

        return part.Result.WaitAsync(cancel);
    }

    private async Task CallAsync()
    {
        while (TryTake() is { } parts)
        {
            try
            {
                var results = await call(parts.Count == 1 ? parts[0].Items : [.. parts.SelectMany(part => part.Items)]);
                var at = 0;
                foreach (var part in parts)
                {
                    part.Set([.. results.Skip(at).Take(part.Items.Count)]);
                    at += part.Items.Count;
                }
            }
#pragma warning disable CA1031 // Whatever it is, it is what the callers get.
            catch (Exception error)
#pragma warning restore CA1031
            {
                parts.ForEach(part => part.Fail(error));
            }

            // Those who have just been answered go on first, and may be back with the next items.
            await Task.Yield();
        }
    }

    private List<Part>? TryTake()
    {
        lock (gate)
        {
            if (waiting.Count == 0)
            {
                underWay--;
                return null;
            }

            var parts = waiting;
            waiting = [];
            return parts;
        }
    }

    private sealed class Part(IReadOnlyList<TItem> items)
    {
        private readonly TaskCompletionSource<IReadOnlyList<TResult>> source = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<TItem> Items => items;

        public Task<IReadOnlyList<TResult>> Result => source.Task;

        public void Set(IReadOnlyList<TResult> results) => source.SetResult(results);

        public void Fail(Exception error) => source.SetException(error);
    }
}
