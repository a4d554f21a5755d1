using System.Text.Json;
using RedisScheduler.Executions;

namespace RedisScheduler.Redis.Format;

/// <summary>JobEvent to text and back. Scripts write some of them too (Lua/includes/event.lua).</summary>
internal static class EventText
{
    public static byte[] Write(JobEvent @event) => JsonSerializer.SerializeToUtf8Bytes(@event, RedisJson.Compact.JobEvent);

    /// <summary>Reads an event. A generated reader sets a missing member to 0, not to its default: a missing count is 1.</summary>
    public static JobEvent Read(string text)
    {
        var read = JsonSerializer.Deserialize(text, RedisJson.Compact.JobEvent) ?? throw new JsonException("An event is an object, not null.");
        return read.Count == 0 ? read with { Count = 1 } : read;
    }
}
