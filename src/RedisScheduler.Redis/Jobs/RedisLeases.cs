using RedisScheduler.Jobs;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Redis.Format;
using RedisScheduler.Redis.Scripts;

namespace RedisScheduler.Redis.Jobs;

/// <summary>Leases: a hash of who has which job until when. They are looked through page by page: there are no more of them than jobs that run.</summary>
internal sealed class RedisLeases(RedisConnection redis) : ILeases
{
    private const int BatchSize = 1000;

    public async Task<IReadOnlyList<LeaseState>> ExtendAsync(
        string worker, IReadOnlyList<HeldLease> leases, long nowMs, long leaseUntilMs, CancellationToken cancel)
    {
        List<LeaseState> states = new(leases.Count);
        foreach (var batch in leases.Chunk(BatchSize))
        {
            var args = new ScriptArgs(8 + (batch.Length * 4))
                .Add(worker).Add(WorkerIds.Of(worker)).Add(nowMs).Add(leaseUntilMs).Add(batch.Length).AddAll(batch.Select(lease => lease.Id));
            foreach (var lease in batch)
                args.Add(lease.Token).Add(lease.Started?.StartedMs ?? nowMs).Add(lease.Started is { } started ? EventText.Write(started) : []);
            var reply = await redis.RunAsync(LuaScripts.Extend, args, cancel);
            while (!reply.AtEnd)
                states.Add(StateOf(reply.Word()));
        }
        return states;
    }

    public async Task<Recovery> RecoverAsync(long nowMs, int maxStalls, int limit, CancellationToken cancel)
    {
        var (requeued, givenUp, next, cursor) = (0, 0, (long?)null, "0");
        do
        {
            var args = new ScriptArgs().Add(nowMs).Add(HangfireTime.Hour(nowMs)).Add(maxStalls).Add(cursor).Add(Math.Min(limit, BatchSize));
            var reply = await redis.RunAsync(LuaScripts.Recover, args, cancel);
            cursor = reply.Word();
            requeued += (int)reply.Count();
            givenUp += (int)reply.Count();
            var earliest = reply.Number();
            next = next < earliest ? next : earliest ?? next;
        } while (cursor != "0");
        return new Recovery(requeued, givenUp, next);
    }

    private static LeaseState StateOf(string word) => word switch
    {
        "held" => LeaseState.Held,
        "cancelRequested" => LeaseState.CancelRequested,
        _ => LeaseState.Lost,
    };
}
