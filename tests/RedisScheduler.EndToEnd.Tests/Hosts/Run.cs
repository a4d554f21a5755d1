using System.Text.Json;

namespace RedisScheduler.EndToEnd.Tests.Hosts;

/// <summary>An execution as the API shows it.</summary>
internal sealed record Run(string Id, string Status, string Trigger, DateTimeOffset ScheduledAt, JsonElement Json)
{
    public DateTimeOffset? StartedAt => Time("startedAt");

    public DateTimeOffset? FinishedAt => Time("finishedAt");

    public int AttemptCount =>
        Json.GetProperty("attempts").ValueKind == JsonValueKind.Array ? Attempts.Count : Json.GetProperty("attempts").GetInt32();

    public string? Worker => Json.GetProperty("worker").GetString();

    public string? Output => Json.GetProperty("output").GetString();

    public int Count => Json.TryGetProperty("count", out var count) ? count.GetInt32() : 1;

    public bool HasEnded => Status is not ("queued" or "running" or "retrying");

    public IReadOnlyList<Attempt> Attempts => Json.GetProperty("attempts").EnumerateArray().Select(Attempt.Read).ToArray();

    public static Run Read(JsonElement json) =>
        new(
            json.GetProperty("id").GetString()!,
            json.GetProperty("status").GetString()!,
            json.GetProperty("trigger").GetString()!,
            json.GetProperty("scheduledAt").GetDateTimeOffset(),
            json
        );

    public override string ToString() => Json.ToString();

    private DateTimeOffset? Time(string name) =>
        Json.GetProperty(name) is { ValueKind: JsonValueKind.String } time ? time.GetDateTimeOffset() : null;
}

/// <summary>One of its attempts.</summary>
internal sealed record Attempt(int Number, string Status, DateTimeOffset? StartedAt, long? DurationMs, string? ErrorType, string? Worker)
{
    public static Attempt Read(JsonElement json) =>
        new(
            json.GetProperty("number").GetInt32(),
            json.GetProperty("status").GetString()!,
            json.GetProperty("startedAt") is { ValueKind: JsonValueKind.String } started ? started.GetDateTimeOffset() : null,
            json.GetProperty("durationMs") is { ValueKind: JsonValueKind.Number } duration ? duration.GetInt64() : null,
            json.GetProperty("error") is { ValueKind: JsonValueKind.Object } error ? error.GetProperty("type").GetString() : null,
            json.GetProperty("worker").GetString()
        );
}
