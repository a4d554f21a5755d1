using System.Runtime.CompilerServices;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Redis.Format;
using RedisScheduler.Redis.Scripts;
using RedisScheduler.Schedules;

namespace RedisScheduler.Redis.Schedules;

/// <summary>Recurring jobs in Hangfire's hashes, and their fire times in its sorted set.</summary>
internal sealed class RedisScheduleRegistry(RedisConnection redis, TimeProvider time) : IScheduleRegistry
{
    private const int PageSize = 500;

    /// <summary>No scheduler has read further ahead; a little more than it does, because clocks differ.</summary>
    private static readonly TimeSpan ReadAhead = TimeSpan.FromSeconds(2);

    private readonly Coalescer<ScheduleEntry, ApplyOutcome> applies = new(entries => ApplyAsync(redis, time, entries));

    public Task<IReadOnlyList<ApplyOutcome>> ApplyAsync(IReadOnlyList<ScheduleEntry> entries, CancellationToken cancel) => applies.RunAsync(entries, cancel);

    private static async Task<IReadOnlyList<ApplyOutcome>> ApplyAsync(RedisConnection redis, TimeProvider time, IReadOnlyList<ScheduleEntry> entries)
    {
        List<ApplyOutcome> outcomes = new(entries.Count);
        await Batches.RunAsync(entries, (_, entry) => Write(entry), CallAsync, Read);
        return outcomes;

        Task<Reply> CallAsync(List<ScheduleEntry> batch, List<ScriptArgs> args) => redis.RunAsync(
            LuaScripts.Apply,
            Batches.RoomFor(args).Add(batch.Count).Add(FireScore.Of((time.GetUtcNow() + ReadAhead).ToUnixTimeMilliseconds())).AddEach(args),
            CancellationToken.None);

        void Read(List<ScheduleEntry> batch, Reply reply)
        {
            while (!reply.AtEnd)
                outcomes.Add(reply.Word() == "applied" ? ApplyOutcome.Applied : ApplyOutcome.Stale);
        }
    }

    public async Task RemoveAsync(IReadOnlyList<ScheduleVersion> removals, CancellationToken cancel)
    {
        foreach (var batch in removals.Chunk(Batches.MaxValues / 2))
        {
            var args = new ScriptArgs().Add(batch.Length);
            foreach (var removal in batch)
                args.Add(removal.Key).Add(removal.Revision);
            await redis.RunAsync(LuaScripts.Remove, args, cancel);
        }
    }

    public async Task<IReadOnlyList<RegisteredSchedule?>> ReadAsync(IReadOnlyList<string> keys, CancellationToken cancel)
    {
        List<RegisteredSchedule?> found = new(keys.Count);
        foreach (var batch in keys.Chunk(PageSize))
        {
            var reply = await redis.RunAsync(LuaScripts.Registered, new ScriptArgs().AddAll(batch), cancel);
            foreach (var key in batch)
            {
                var (revision, due, fire, runs) = (reply.Number(), reply.Number(), reply.Number(), reply.Count());
                found.Add(revision is { } known ? new RegisteredSchedule(key, known, due, fire is { } score ? FireScore.ToMs(score) : null, runs) : null);
            }
        }
        return found;
    }

    public async IAsyncEnumerable<IReadOnlyList<ScheduleVersion>> ScanAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var cursor = "0";
        do
        {
            var reply = await redis.RunAsync(LuaScripts.Scan, new ScriptArgs().Add(cursor).Add(PageSize), cancel);
            cursor = reply.Word();
            List<ScheduleVersion> page = new(reply.Left / 2);
            while (!reply.AtEnd)
                page.Add(new ScheduleVersion(reply.Word(), reply.Count()));
            if (page.Count > 0)
                yield return page;
        } while (cursor != "0");
    }

    public async Task<long> CountAsync(CancellationToken cancel) => (await redis.RunAsync(LuaScripts.CountRegistered, new ScriptArgs(), cancel)).Count();

    public async Task<bool> TakeTurnAsync(TimeSpan duration, CancellationToken cancel) =>
        (await redis.RunAsync(LuaScripts.TakeTurn, new ScriptArgs().Add((long)duration.TotalMilliseconds), cancel)).Word() == "taken";

    private static ScriptArgs Write(ScheduleEntry entry)
    {
        var plan = PlanText.Of(entry);
        return new ScriptArgs(19)
            .Add(entry.Key).Add(entry.Revision).Add(plan.Timing).Add(plan.Anchor).Add(plan.Misfire).Add(WhoText.Write(entry.Spec)).Add(SpecText.Write(entry.Spec)).Add(entry.Spec.Payload)
            .Add(RecurringPayload.For(entry.Spec.Queue)).Add(entry.CronText).Add(entry.TimeZone).Add(entry.Spec.Queue)
            .Add(entry.CreatedMs).Add(entry.NextDueMs).Add(FireScore.Of(entry.NextDueMs is null ? null : entry.NextFireMs ?? entry.NextDueMs)).Add(entry.ResetDue ? "1" : "").Add(plan.Overlap).Add(entry.Note)
            .Add(entry.Runs);
    }
}
