using System.Text.Json;
using Microsoft.Extensions.Logging;
using RedisScheduler.Executions;
using RedisScheduler.Jobs;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Redis.Format;
using RedisScheduler.Redis.Scripts;
using RedisScheduler.Schedules;

namespace RedisScheduler.Redis.Schedules;

/// <summary>Fires by compare-and-set on the due time that was read.</summary>
internal sealed class RedisFiring(RedisConnection redis, ILogger<RedisFiring> logger) : IFiring
{
    private static readonly TimeSpan PutOff = TimeSpan.FromMinutes(1);

    public async Task<DueBatch> ReadDueAsync(long untilMs, int skip, int limit, CancellationToken cancel)
    {
        var reply = await redis.RunAsync(LuaScripts.Due, new ScriptArgs().Add(FireScore.Of(untilMs)).Add(skip).Add(limit), cancel);
        var next = reply.Number() is { } score ? FireScore.ToMs(score) : (long?)null;
        var unreadable = new ScriptArgs().Add(FireScore.Of(untilMs + (long)PutOff.TotalMilliseconds));
        var due = ReadSchedules(reply.Bytes(), unreadable);
        if (unreadable.Count > 1)
            await redis.RunAsync(LuaScripts.Postpone, unreadable, cancel);
        return new DueBatch(due, next);
    }

    private List<DueSchedule> ReadSchedules(byte[] packed, ScriptArgs unreadable)
    {
        var values = new PackedValues(packed);
        List<DueSchedule> due = new(values.Left / 15);
        while (values.Left > 0)
        {
            var schedule = new DueText(ref values);
            try
            {
                due.Add(schedule.Read());
            }
            catch (Exception error) when (error is JsonException or FormatException or ArgumentException)
            {
                RedisLog.UnreadableSchedule(logger, schedule.Key, error);
                unreadable.Add(schedule.Key).Add(FireScore.Of(schedule.FireMs));
            }
        }
        return due;
    }

    public async Task<Fired> FireAsync(IReadOnlyList<Fire> fires, long nowMs, TakeRequest? take, CancellationToken cancel)
    {
        List<FireResult> results = new(fires.Count);
        List<TakenJob> taken = [];
        var left = take?.Take ?? 0;
        await Batches.RunAsync(fires, (_, fire) => Write(fire), CallAsync, Read);
        return new Fired(results, taken);

        Task<Reply> CallAsync(List<Fire> batch, List<ScriptArgs> args)
        {
            var want = Math.Min(left, batch.Sum(fire => fire.Jobs.Count));
            left -= want;
            var queues = want > 0 ? take!.Queues : [];
            var all = Batches.RoomFor(args, batch.Count + queues.Count).Add(nowMs).Add(HangfireTime.Hour(nowMs)).Add(batch.Count)
                .Add(EventText.Write(batch.SelectMany(EventsOf)))
                .Add(take?.Worker).Add(take?.LeaseUntilMs).Add(want).Add(queues.Count).AddAll(queues)
                .AddAll(batch.Select(fire => fire.Key)).AddEach(args);
            return redis.RunAsync(LuaScripts.Fire, all, cancel);
        }

        void Read(List<Fire> batch, Reply reply)
        {
            TakenJobs.Read(reply.Bytes(), taken, logger);
            LeasedJobs.Read(reply, ByNumber(batch), batch.Sum(fire => fire.Jobs.Count), nowMs, taken);
            if (reply.AtEnd)
                results.AddRange(Enumerable.Repeat(FireResult.Fired, batch.Count));
            while (!reply.AtEnd)
                results.Add(ResultOf(reply.Word()));
        }
    }

    private static FireResult ResultOf(string word) => word switch
    {
        "fired" => FireResult.Fired,
        "early" => FireResult.Early,
        _ => FireResult.Stale,
    };

    // What each of them makes and misses is numbered through.
    private static Func<int, NewJob> ByNumber(List<Fire> fires)
    {
        var (at, before) = (0, 0);
        return number =>
        {
            for (; number > before + fires[at].Jobs.Count; at++)
                before += fires[at].Jobs.Count + fires[at].Missed.Count;
            return fires[at].Jobs[number - before - 1];
        };
    }

    private static ScriptArgs Write(Fire fire)
    {
        var spec = fire.Jobs.Count > 0 ? fire.Jobs[0].Spec : null;
        var args = new ScriptArgs(9 + (fire.Jobs.Count * 4))
            .Add(FireScore.Of(fire.ExpectedFireMs)).Add(fire.Revision).Add(fire.NextDueMs).Add(FireScore.Of(fire.NextDueMs is null ? null : fire.NextFireMs ?? fire.NextDueMs))
            .Add(Words.Of(fire.Overlap)).Add(spec?.Queue).Add(spec?.Priority).Add(fire.Jobs.Count).Add(fire.Missed.Count);
        foreach (var job in fire.Jobs)
        {
            var occurrence = job.Trigger is ExecutionTrigger.Schedule or ExecutionTrigger.CatchUp;
            args.Add(job.Id).Add(occurrence ? "1" : "").Add(job.DueMs).Add(Words.Of(job.Trigger));
        }
        return args;
    }

    private static IEnumerable<JobEvent> EventsOf(Fire fire) => fire.Jobs.Select(job => job.Event).Concat(fire.Missed);
}
