using System.Text.Json;
using RedisScheduler.Executions;

namespace RedisScheduler.Redis.Format;

/// <summary>JobEvent to text; the way back is <see cref="Outbox.EventReader"/>. Scripts write some of them too (Lua/includes/event.lua).</summary>
internal static class EventText
{
    public static byte[] Write(JobEvent @event) => JsonSerializer.SerializeToUtf8Bytes(@event, RedisJson.Compact.JobEvent);
}
