using System.Text;
using System.Text.Json;
using RedisScheduler.Executions;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Redis.Scripts;

namespace RedisScheduler.Redis.Outbox;

/// <summary>A list that every script appends to: an entry is the events of one call, or one of them, a line each.</summary>
internal sealed class RedisOutbox(RedisConnection redis) : IOutbox
{
    /// <summary>How long an event is at least, in bytes: entries that may hold so many are read at once.</summary>
    private const int EventLength = 250;

    public async Task<bool> TryHoldAsync(string owner, TimeSpan lease, CancellationToken cancel) =>
        (await redis.RunAsync(LuaScripts.OutboxHold, new ScriptArgs().Add(owner).Add((long)lease.TotalMilliseconds), cancel)).Word() == "held";

    public Task ReleaseAsync(string owner, CancellationToken cancel) =>
        redis.RunAsync(LuaScripts.OutboxRelease, new ScriptArgs().Add(owner), cancel);

    public async Task<OutboxBatch> ReadAsync(int skip, int limit, CancellationToken cancel)
    {
        var reply = await redis.RunAsync(LuaScripts.OutboxRead, new ScriptArgs().Add(skip).Add(limit).Add((long)limit * EventLength), cancel);
        var more = reply.Count() == 1;
        var length = reply.Left;
        var reader = new EventReader();
        List<JobEvent> events = new(limit);
        List<UnreadableEntry> unreadable = [];
        while (!reply.AtEnd)
        {
            var entry = reply.Bytes();
            foreach (var line in entry.AsSpan().Split((byte)'\n'))
                Read(reader, entry.AsSpan()[line], events, unreadable);
        }

        return new OutboxBatch(events, unreadable, length, more);
    }

    private static void Read(EventReader reader, ReadOnlySpan<byte> line, List<JobEvent> events, List<UnreadableEntry> unreadable)
    {
        try
        {
            events.Add(reader.Read(line));
        }
        catch (JsonException error)
        {
            unreadable.Add(new UnreadableEntry(Encoding.UTF8.GetString(line), error.Message));
        }
    }

    public async Task<bool> TrimAsync(string owner, int count, CancellationToken cancel) =>
        (await redis.RunAsync(LuaScripts.OutboxTrim, new ScriptArgs().Add(owner).Add(count), cancel)).Word() == "trimmed";

    public async Task<long> LengthAsync(CancellationToken cancel) =>
        (await redis.RunAsync(LuaScripts.OutboxLength, new ScriptArgs(), cancel)).Count();
}
