using System.Globalization;
using Microsoft.Extensions.Logging;
using RedisScheduler.Jobs;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Redis.Format;
using RedisScheduler.Redis.Scripts;

namespace RedisScheduler.Redis.Jobs;

/// <summary>Queues as Hangfire's lists; owners and priorities beside them.</summary>
internal sealed class RedisJobQueue(RedisConnection redis, ILogger<RedisJobQueue> logger) : IJobQueue
{
    private readonly Enqueues enqueues = new(redis);

    public Task<IReadOnlyList<EnqueueResult>> EnqueueAsync(IReadOnlyList<NewJob> jobs, long nowMs, CancellationToken cancel) => enqueues.AddAsync(jobs, nowMs, cancel);

    public void TakeWith(IJobTaker taker) => enqueues.Taker = taker;

    public async Task<Exchange> ExchangeAsync(ExchangeRequest request, CancellationToken cancel)
    {
        HashSet<Finish> lost = new(ReferenceEqualityComparer.Instance);
        List<TakenJob> taken = [];
        var left = request.Finishes.Count;
        foreach (var batch in FinishBatch.Of(request))
        {
            left -= batch.Count;
            await RunAsync(request, batch, left == 0 ? request.Take : 0, lost, taken, cancel);
        }
        return new Exchange([.. request.Finishes.Select(finish => lost.Contains(finish) ? FinishResult.Lost : FinishResult.Accepted)], taken);
    }

    private async Task RunAsync(ExchangeRequest request, FinishBatch finishes, int take, HashSet<Finish> lost, List<TakenJob> taken, CancellationToken cancel)
    {
        var args = new ScriptArgs(16 + (finishes.Count * 3))
            .Add(request.Worker).Add(request.NowMs).Add(HangfireTime.Hour(request.NowMs)).Add(request.LeaseUntilMs).Add(take).Add(request.Queues.Count);
        finishes.AddHead(args);
        args.AddAll(request.Queues);
        finishes.AddTail(args);
        var reply = await redis.RunAsync(LuaScripts.Exchange, args, cancel);
        foreach (var number in reply.Text()?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [])
            lost.Add(finishes[int.Parse(number, CultureInfo.InvariantCulture)]);
        TakenJobs.Read(reply.Bytes(), taken, logger);
    }
}
