using System.Text;
using System.Text.Json;
using RedisScheduler.Executions;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Redis.Scripts;

namespace RedisScheduler.Redis.Outbox;

/// <summary>A list of events that every script appends to.</summary>
internal sealed class RedisOutbox(RedisConnection redis) : IOutbox
{
    public async Task<bool> TryHoldAsync(string owner, TimeSpan lease, CancellationToken cancel) =>
        (await redis.RunAsync(LuaScripts.OutboxHold, new ScriptArgs().Add(owner).Add((long)lease.TotalMilliseconds), cancel)).Word() == "held";

    public Task ReleaseAsync(string owner, CancellationToken cancel) =>
        redis.RunAsync(LuaScripts.OutboxRelease, new ScriptArgs().Add(owner), cancel);

    public async Task<OutboxBatch> ReadAsync(int skip, int limit, CancellationToken cancel)
    {
        var reply = await redis.RunAsync(LuaScripts.OutboxRead, new ScriptArgs().Add(skip).Add(limit), cancel);
        var reader = new EventReader();
        List<JobEvent> events = new(reply.Left);
        List<UnreadableEntry> unreadable = [];
        while (!reply.AtEnd)
        {
            var entry = reply.Bytes();
            try
            {
                events.Add(reader.Read(entry));
            }
            catch (JsonException error)
            {
                unreadable.Add(new UnreadableEntry(Encoding.UTF8.GetString(entry), error.Message));
            }
        }

        return new OutboxBatch(events, unreadable);
    }

    public async Task<bool> TrimAsync(string owner, int count, CancellationToken cancel) =>
        (await redis.RunAsync(LuaScripts.OutboxTrim, new ScriptArgs().Add(owner).Add(count), cancel)).Word() == "trimmed";

    public async Task<long> LengthAsync(CancellationToken cancel) =>
        (await redis.RunAsync(LuaScripts.OutboxLength, new ScriptArgs(), cancel)).Count();
}
