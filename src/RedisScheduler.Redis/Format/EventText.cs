using System.Text.Json;
using RedisScheduler.Executions;

namespace RedisScheduler.Redis.Format;

/// <summary>JobEvent to text and back. Scripts write some of them too (Lua/includes/event.lua).</summary>
internal static class EventText
{
    public static string Write(JobEvent @event) => JsonSerializer.Serialize(@event, RedisJson.Compact.JobEvent);

    public static JobEvent Read(string text) =>
        JsonSerializer.Deserialize(text, RedisJson.Compact.JobEvent) ?? throw new JsonException("An event is an object, not null.");
}
