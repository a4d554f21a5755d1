using System.Text;
using RedisScheduler.Executions;
using RedisScheduler.Redis.Adapter;
using RedisScheduler.Redis.Scripts;

namespace RedisScheduler.Redis.Outbox;

/// <summary>A list that every script appends to: an entry is the events of one call, or one of them, a line each.</summary>
internal sealed class RedisOutbox(RedisConnection redis) : IOutbox
{
    /// <summary>So many bytes are read at once, and a last entry: what comes behind an answer on the connection waits for it.</summary>
    private const int PieceBytes = 48 * 1024;

    public async Task<bool> TryHoldAsync(string owner, TimeSpan lease, CancellationToken cancel) =>
        (await redis.RunAsync(LuaScripts.OutboxHold, new ScriptArgs().Add(owner).Add((long)lease.TotalMilliseconds), cancel)).Word() == "held";

    public Task ReleaseAsync(string owner, CancellationToken cancel) =>
        redis.RunAsync(LuaScripts.OutboxRelease, new ScriptArgs().Add(owner), cancel);

    public async Task<OutboxBatch> ReadAsync(int skip, int limit, CancellationToken cancel)
    {
        var reader = new EventReader();
        List<JobEvent> events = [];
        List<UnreadableEntry> unreadable = [];
        var (length, more) = (0, true);
        while (more && events.Count + unreadable.Count < limit)
        {
            var reply = await redis.RunAsync(LuaScripts.OutboxRead, new ScriptArgs().Add(skip + length).Add(limit).Add(PieceBytes), cancel);
            more = reply.Count() == 1;
            length += reply.Left;
            while (!reply.AtEnd)
                Read(reader, reply.Bytes(), events, unreadable);
        }

        return new OutboxBatch(events, unreadable, length, more);
    }

    private static void Read(EventReader reader, byte[] entry, List<JobEvent> events, List<UnreadableEntry> unreadable)
    {
        reader.Begin();
        foreach (var line in entry.AsSpan().Split((byte)'\n'))
            Read(reader, entry.AsSpan()[line], events, unreadable);
    }

    private static void Read(EventReader reader, ReadOnlySpan<byte> line, List<JobEvent> events, List<UnreadableEntry> unreadable)
    {
        try
        {
            if (reader.Read(line) is { } read)
                events.Add(read);
        }
        catch (FormatException error)
        {
            unreadable.Add(new UnreadableEntry(Encoding.UTF8.GetString(line), error.Message));
        }
    }

    public async Task<bool> TrimAsync(string owner, int count, CancellationToken cancel) =>
        (await redis.RunAsync(LuaScripts.OutboxTrim, new ScriptArgs().Add(owner).Add(count), cancel)).Word() == "trimmed";

    public async Task<long> LengthAsync(CancellationToken cancel) =>
        (await redis.RunAsync(LuaScripts.OutboxLength, new ScriptArgs(), cancel)).Count();
}
