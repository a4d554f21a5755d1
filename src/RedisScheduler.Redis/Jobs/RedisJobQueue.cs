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
    private readonly Coalescer<(NewJob, long), EnqueueResult> enqueues = new(jobs => EnqueueAsync(redis, jobs));

    public Task<IReadOnlyList<EnqueueResult>> EnqueueAsync(IReadOnlyList<NewJob> jobs, long nowMs, CancellationToken cancel) =>
        enqueues.RunAsync([.. jobs.Select(job => (job, nowMs))], cancel);

    private static async Task<IReadOnlyList<EnqueueResult>> EnqueueAsync(RedisConnection redis, IReadOnlyList<(NewJob Job, long NowMs)> jobs)
    {
        var nowMs = jobs.Max(each => each.NowMs);
        List<EnqueueResult> results = new(jobs.Count);
        await Batches.RunAsync(jobs, each => Write(each.Job), CallAsync, Read);
        return results;

        Task<Reply> CallAsync(List<(NewJob Job, long NowMs)> batch, List<ScriptArgs> args) => redis.RunAsync(
            LuaScripts.Enqueue,
            Batches.RoomFor(args).Add(nowMs).Add(HangfireTime.Hour(nowMs)).Add(batch.Count).Add(EventText.Write(batch.Select(each => each.Job.Event))).AddEach(args),
            CancellationToken.None);

        void Read(List<(NewJob Job, long NowMs)> batch, Reply reply)
        {
            // One word for all says that nothing is in the way of any.
            if (reply.Left == 1)
                results.AddRange(Enumerable.Repeat(new EnqueueResult(OutcomeOf(reply.Word()), null), batch.Count));
            while (!reply.AtEnd)
                results.Add(new EnqueueResult(OutcomeOf(reply.Word()), reply.Text()));
        }
    }

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

    private static ScriptArgs Write(NewJob job) =>
        new ScriptArgs(11).Add(job.Id).Add(job.ScheduleKey).Add(job.Revision).Add(job.DueMs).Add(Words.Of(job.Trigger))
            .Add(WhoText.Write(job.Spec)).Add(SpecText.Write(job.Spec)).Add(job.Spec.Payload).Add(job.Spec.Queue).Add(job.Spec.Priority).Add(Words.Of(job.Overlap));

    private static EnqueueOutcome OutcomeOf(string word) => word switch
    {
        "run" => EnqueueOutcome.Queued,
        "wait" => EnqueueOutcome.Waits,
        "skip" => EnqueueOutcome.Skipped,
        "changed" => EnqueueOutcome.Changed,
        _ => EnqueueOutcome.Exists,
    };
}
