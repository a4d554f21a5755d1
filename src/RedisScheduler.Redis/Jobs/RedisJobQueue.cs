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

    public async Task EnqueueAsync(IReadOnlyList<NewJob> jobs, long nowMs, CancellationToken cancel)
    {
        foreach (var (batch, args) in Batches.Of(jobs, job => new ScriptArgs().Add(job.Id).Add(job.ScheduleKey).AddJob(job)))
            await redis.RunAsync(LuaScripts.Enqueue, new ScriptArgs(Batches.MaxValues).Add(nowMs).Add(batch.Count).AddEach(args), cancel);
    }

    public async Task<Exchange> ExchangeAsync(ExchangeRequest request, CancellationToken cancel)
    {
        List<FinishResult> results = new(request.Finishes.Count);
        List<TakenJob> taken = [];
        var workerId = WorkerIds.Of(request.Worker);
        var left = request.Finishes.Count;
        foreach (var (batch, args) in Batches.Of(request.Finishes, finish => Write(finish, request, workerId)))
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
        var all = new ScriptArgs(32 + (finishes.Count * 24))
            .Add(request.Worker).Add(request.NowMs).Add(HangfireTime.Hour(request.NowMs)).Add(request.LeaseUntilMs)
            .Add(Math.Min(take, MaxTake)).Add(request.Queues.Count).Add(finishes.Count)
            .AddAll(request.Queues).AddAll(finishes.Select(finish => finish.Id)).AddEach(args);
        var reply = await redis.RunAsync(LuaScripts.Exchange, all, cancel);
        for (var i = 0; i < finishes.Count; i++)
            results.Add(reply.Word() == "accepted" ? FinishResult.Accepted : FinishResult.Lost);
        while (!reply.AtEnd)
            if (ReadJob(reply) is { } job)
                taken.Add(job);
    }

    private TakenJob? ReadJob(Reply reply)
    {
        var (id, token, attempt, failures, key) = (reply.Word(), reply.Count(), (int)reply.Count(), (int)reply.Count(), reply.Text() ?? "");
        var (spec, payload, due, created, trigger) = (reply.Text() ?? "", reply.Text(), reply.Count(), reply.Text() ?? "", reply.Text() ?? "");
        try
        {
            return new TakenJob(id, token, attempt, failures, key, SpecText.Read(spec, payload), due, HangfireTime.Read(created), Words.Trigger(trigger));
        }
        catch (Exception error) when (error is JsonException or FormatException or ArgumentException or InvalidDataException)
        {
            RedisLog.UnreadableJob(logger, id, error);
            return null;
        }
    }

    private static ScriptArgs Write(Finish finish, ExchangeRequest request, string workerId)
    {
        var states = HangfireStates.Of(finish, request.Worker, workerId, request.NowMs);
        return new ScriptArgs(24)
            .Add(finish.Token).Add(KindOf(finish.Kind)).Add(finish.RetryAtMs ?? request.NowMs).Add(EventText.Write(finish.Event))
            .Add(states.History.Count).Add(states.Fields.Count).AddAll(states.History).AddAll(states.Fields);
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
