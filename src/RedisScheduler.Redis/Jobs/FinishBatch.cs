using RedisScheduler.Jobs;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Redis.Format;

namespace RedisScheduler.Redis.Jobs;

/// <summary>Finishes of one call, as the script wants them: those that no page is to show first, because of them it needs no more than id and token.</summary>
internal sealed class FinishBatch
{
    /// <summary>So many successes of one exchange, the last ones, stay in Redis.</summary>
    private const int Shown = 4;

    /// <summary>A script reads no more ids at once.</summary>
    private const int MostDone = 2000;

    private readonly List<Finish> done = [];
    private readonly List<Finish> others = [];
    private readonly List<ScriptArgs> states = [];
    private int values;

    /// <summary>How many there are.</summary>
    public int Count => done.Count + others.Count;

    /// <summary>Cuts finishes into calls. Of the successes only the last few are shown on Hangfire's pages: nobody reads more of one call, and SQL has them all.</summary>
    public static IEnumerable<FinishBatch> Of(ExchangeRequest request)
    {
        var batch = new FinishBatch();
        var unshown = request.Finishes.Count(IsDone) - Shown;
        foreach (var finish in request.Finishes)
        {
            if (batch.done.Count == MostDone || batch.values > Batches.MaxValues / 2)
            {
                yield return batch;
                batch = new FinishBatch();
            }

            if (IsDone(finish) && unshown-- > 0)
                batch.done.Add(finish);
            else
                batch.Add(finish, request);
        }
        yield return batch;
    }

    /// <summary>The finish of a number that the script answers, from 1.</summary>
    public Finish this[int number] => number <= done.Count ? done[number - 1] : others[number - 1 - done.Count];

    /// <summary>Adds what stands between the number of queues and the queues.</summary>
    public void AddHead(ScriptArgs args) => args.Add(Count).Add(done.Count).Add(EventText.Write(done.Select(finish => finish.Event)));

    /// <summary>Adds what stands behind the queues.</summary>
    public void AddTail(ScriptArgs args) =>
        args.AddAll(done.Select(finish => finish.Id)).AddAll(others.Select(finish => finish.Id))
            .AddAll(done.Select(finish => finish.Token)).AddAll(others.Select(finish => finish.Token))
            .AddEach(states);

    // Jobs that others than we have made have ids of which the script cannot tell the schedule.
    private static bool IsDone(Finish finish) => finish.Kind == FinishKind.Succeeded && finish.Id.Contains('@', StringComparison.Ordinal);

    private void Add(Finish finish, ExchangeRequest request)
    {
        var shown = HangfireStates.Of(finish, request.Worker, WorkerIds.Of(request.Worker), request.NowMs);
        var state = new ScriptArgs(24)
            .Add(KindOf(finish.Kind)).Add(EventText.Write(finish.Event)).Add(finish.RetryAtMs ?? request.NowMs)
            .Add(shown.History.Count).Add(shown.Fields.Count).AddAll(shown.History).AddAll(shown.Fields);
        others.Add(finish);
        states.Add(state);
        values += state.Count + 2;
    }

    private static string KindOf(FinishKind kind) => kind switch
    {
        FinishKind.Succeeded => "succeeded",
        FinishKind.Failed => "failed",
        FinishKind.Cancelled => "cancelled",
        FinishKind.Retry => "retry",
        _ => "handBack",
    };
}
