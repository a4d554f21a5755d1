using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using RedisScheduler.Jobs;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Redis.Format;
using RedisScheduler.Redis.Scripts;

namespace RedisScheduler.Redis.Jobs;

/// <summary>Queues as Hangfire's lists; leases, owners and priorities beside them.</summary>
internal sealed class RedisJobQueue(RedisConnection redis, ILogger<RedisJobQueue> logger) : IJobQueue
{
    /// <summary>More than this are not taken at once, whatever is asked for.</summary>
    private const int MaxTake = 1000;

    /// <summary>So many successes of one call, the last ones, stay in Redis.</summary>
    private const int ShownACall = 4;

    private const string Done = "done";

    private readonly Coalescer<(NewJob, long), EnqueueResult> enqueues = new(jobs => EnqueueAsync(redis, jobs));

    public Task<IReadOnlyList<EnqueueResult>> EnqueueAsync(IReadOnlyList<NewJob> jobs, long nowMs, CancellationToken cancel) =>
        enqueues.RunAsync([.. jobs.Select(job => (job, nowMs))], cancel);

    private static async Task<IReadOnlyList<EnqueueResult>> EnqueueAsync(RedisConnection redis, IReadOnlyList<(NewJob Job, long NowMs)> jobs)
    {
        var nowMs = jobs.Max(each => each.NowMs);
        List<EnqueueResult> results = new(jobs.Count);
        foreach (var (batch, args) in Batches.Of(jobs, each => Write(each.Job)))
        {
            var all = new ScriptArgs(Batches.MaxValues).Add(nowMs).Add(HangfireTime.Hour(nowMs)).Add(batch.Count).AddEach(args);
            var reply = await redis.RunAsync(LuaScripts.Enqueue, all, CancellationToken.None);
            while (!reply.AtEnd)
                results.Add(new EnqueueResult(OutcomeOf(reply.Word()), reply.Text()));
        }
        return results;
    }

    public async Task<Exchange> ExchangeAsync(ExchangeRequest request, CancellationToken cancel)
    {
        List<FinishResult> results = new(request.Finishes.Count);
        List<TakenJob> taken = [];
        var left = request.Finishes.Count;
        foreach (var (batch, args) in Write(request))
        {
            left -= batch.Count;
            await RunAsync(request, batch, args, left == 0 ? request.Take : 0, results, taken, cancel);
        }
        if (request.Finishes.Count == 0)
            await RunAsync(request, [], [], request.Take, results, taken, cancel);
        return new Exchange(results, taken);
    }

    private async Task RunAsync(
        ExchangeRequest request, List<Finish> finishes, List<ScriptArgs> args, int take, List<FinishResult> results, List<TakenJob> taken, CancellationToken cancel)
    {
        var all = new ScriptArgs(16 + (finishes.Count * 8))
            .Add(request.Worker).Add(request.NowMs).Add(HangfireTime.Hour(request.NowMs)).Add(request.LeaseUntilMs)
            .Add(Math.Min(take, MaxTake)).Add(request.Queues.Count).Add(finishes.Count)
            .AddAll(request.Queues).AddAll(finishes.Select(finish => finish.Id)).AddEach(args);
        var reply = await redis.RunAsync(LuaScripts.Exchange, all, cancel);
        AddResults(reply.Text(), finishes.Count, results);
        while (!reply.AtEnd)
            if (ReadJob(reply) is { } job)
                taken.Add(job);
    }

    private static void AddResults(string? lost, int count, List<FinishResult> results)
    {
        var first = results.Count;
        for (var i = 0; i < count; i++)
            results.Add(FinishResult.Accepted);
        foreach (var number in lost?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [])
            results[first + int.Parse(number, CultureInfo.InvariantCulture) - 1] = FinishResult.Lost;
    }

    private TakenJob? ReadJob(Reply reply)
    {
        var (id, values, spec, payload) = (reply.Word(), reply.Word(), reply.Text() ?? "", reply.Text());
        try
        {
            return TakenText.Read(id, values, SpecText.Read(spec, payload));
        }
        catch (Exception error) when (error is JsonException or FormatException or ArgumentException or InvalidDataException)
        {
            RedisLog.UnreadableJob(logger, id, error);
            return null;
        }
    }

    /// <summary>The finishes as the script wants them. Of the successes only the last few are shown on Hangfire's pages: nobody reads more of one call, and SQL has them all.</summary>
    private static IEnumerable<(List<Finish> Items, List<ScriptArgs> Args)> Write(ExchangeRequest request)
    {
        var workerId = WorkerIds.Of(request.Worker);
        var unshown = request.Finishes.Count(IsDone) - ShownACall;
        return Batches.Of(request.Finishes, finish => IsDone(finish) && unshown-- > 0 ? WriteDone(finish) : Write(finish, request, workerId));
    }

    // Jobs that others than we have made have ids of which the script cannot tell the schedule.
    private static bool IsDone(Finish finish) => finish.Kind == FinishKind.Succeeded && finish.Id.Contains('@', StringComparison.Ordinal);

    private static ScriptArgs WriteDone(Finish finish) => new ScriptArgs(3).Add(finish.Token).Add(Done).Add(EventText.Write(finish.Event));

    private static ScriptArgs Write(Finish finish, ExchangeRequest request, string workerId)
    {
        var states = HangfireStates.Of(finish, request.Worker, workerId, request.NowMs);
        return new ScriptArgs(24)
            .Add(finish.Token).Add(KindOf(finish.Kind)).Add(EventText.Write(finish.Event)).Add(finish.RetryAtMs ?? request.NowMs)
            .Add(states.History.Count).Add(states.Fields.Count).AddAll(states.History).AddAll(states.Fields);
    }

    private static ScriptArgs Write(NewJob job) =>
        new ScriptArgs(11).Add(job.Id).Add(job.ScheduleKey).Add(job.Revision).Add(job.DueMs).Add(Words.Of(job.Trigger)).Add(SpecText.Write(job.Spec)).Add(job.Spec.Payload)
            .Add(job.Spec.Queue).Add(job.Spec.Priority).Add(Words.Of(job.Overlap)).Add(EventText.Write(job.Event));

    private static EnqueueOutcome OutcomeOf(string word) => word switch
    {
        "run" => EnqueueOutcome.Queued,
        "wait" => EnqueueOutcome.Waits,
        "skip" => EnqueueOutcome.Skipped,
        "changed" => EnqueueOutcome.Changed,
        _ => EnqueueOutcome.Exists,
    };

    private static string KindOf(FinishKind kind) => kind switch
    {
        FinishKind.Succeeded => "succeeded",
        FinishKind.Failed => "failed",
        FinishKind.Cancelled => "cancelled",
        FinishKind.Retry => "retry",
        _ => "handBack",
    };
}
