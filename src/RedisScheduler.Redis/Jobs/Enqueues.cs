using RedisScheduler.Jobs;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Redis.Format;
using RedisScheduler.Redis.Scripts;

namespace RedisScheduler.Redis.Jobs;

/// <summary>Jobs on their way into the queues. What is asked for at the same time shares calls; the worker of this process gets what it has slots for in the same call.</summary>
internal sealed class Enqueues
{
    private readonly RedisConnection redis;
    private readonly Coalescer<(NewJob Job, long NowMs), EnqueueResult> calls;

    public Enqueues(RedisConnection redis)
    {
        this.redis = redis;
        calls = new(RunAsync);
    }

    /// <summary>The worker; <c>null</c> where there is none.</summary>
    public IJobTaker? Taker { get; set; }

    public Task<IReadOnlyList<EnqueueResult>> AddAsync(IReadOnlyList<NewJob> jobs, long nowMs, CancellationToken cancel) =>
        calls.RunAsync([.. jobs.Select(job => (job, nowMs))], cancel);

    private async Task<IReadOnlyList<EnqueueResult>> RunAsync(IReadOnlyList<(NewJob Job, long NowMs)> jobs)
    {
        var nowMs = jobs.Max(each => each.NowMs);
        List<EnqueueResult> results = new(jobs.Count);
        await Batches.RunAsync(
            jobs,
            (before, each) => Write(before.Count == 0 ? null : before[^1].Job, each.Job),
            (batch, args) => CallAsync(batch, args, nowMs),
            (batch, reply) => Read(batch, reply, results));
        return results;
    }

    private async Task<Reply> CallAsync(List<(NewJob Job, long NowMs)> batch, List<ScriptArgs> args, long nowMs)
    {
        var taker = Taker;
        if (taker?.Reserve(batch.Count, nowMs) is not { } take)
        {
            var only = await SendAsync(batch, args, nowMs, null);
            only.Skip(2);
            return only;
        }

        List<TakenJob> taken = [];
        try
        {
            var reply = await SendAsync(batch, args, nowMs, take);
            LeasedJobs.Read(reply, number => batch[number - 1].Job, batch.Count, nowMs, taken);
            return reply;
        }
        finally
        {
            taker.End(take, taken, nowMs);
        }
    }

    private Task<Reply> SendAsync(List<(NewJob Job, long NowMs)> batch, List<ScriptArgs> args, long nowMs, TakeRequest? take)
    {
        IReadOnlyList<string> queues = take?.Queues ?? [];
        var all = Batches.RoomFor(args, queues.Count).Add(nowMs).Add(HangfireTime.Hour(nowMs)).Add(batch.Count).Add(EventText.Write(batch.Select(each => each.Job.Event)))
            .Add(take?.Worker).Add(take?.LeaseUntilMs).Add(take?.Take ?? 0).Add(queues.Count).AddAll(queues).AddEach(args);
        return redis.RunAsync(LuaScripts.Enqueue, all, CancellationToken.None);
    }

    private static void Read(List<(NewJob Job, long NowMs)> batch, Reply reply, List<EnqueueResult> results)
    {
        // One word for all says that nothing is in the way of any.
        if (reply.Left == 1)
            results.AddRange(Enumerable.Repeat(new EnqueueResult(OutcomeOf(reply.Word()), null), batch.Count));
        while (!reply.AtEnd)
            results.Add(new EnqueueResult(OutcomeOf(reply.Word()), reply.Text()));
    }

    // Most jobs of a call have most in common with the one before them: each value costs the server as much as a tenth of a job.
    private static ScriptArgs Write(NewJob? before, NewJob job)
    {
        var sameWay = before is not null && IsSameWay(before, job);
        var same = sameWay && IsSameSchedule(before!, job);
        var args = new ScriptArgs(same ? 3 : 12).Add(job.Id).Add(job.DueMs).Add(same ? "all" : sameWay ? "way" : "");
        if (!same)
            args.Add(job.ScheduleKey).Add(job.Revision).Add(WhoText.Write(job.Spec)).Add(SpecText.Write(job.Spec)).Add(job.Spec.Payload);
        if (!sameWay)
            args.Add(Words.Of(job.Trigger)).Add(job.Spec.Queue).Add(job.Spec.Priority).Add(Words.Of(job.Overlap));
        return args;
    }

    private static bool IsSameWay(NewJob one, NewJob other) =>
        one.Trigger == other.Trigger && one.Overlap == other.Overlap && one.Spec.Priority == other.Spec.Priority && one.Spec.Queue == other.Spec.Queue;

    private static bool IsSameSchedule(NewJob one, NewJob other) => one.ScheduleKey == other.ScheduleKey && one.Revision == other.Revision && one.Spec == other.Spec;

    private static EnqueueOutcome OutcomeOf(string word) => word switch
    {
        "run" => EnqueueOutcome.Queued,
        "wait" => EnqueueOutcome.Waits,
        "skip" => EnqueueOutcome.Skipped,
        "changed" => EnqueueOutcome.Changed,
        _ => EnqueueOutcome.Exists,
    };
}
