using System.Text.Json;
using RedisScheduler.Jobs;
using RedisScheduler.Timing;

namespace RedisScheduler.Worker.Targets.Demo;

/// <summary><c>demo.sleep</c>: takes as long as its payload says, <c>{"ms": 250}</c> or <c>{"duration": "3s"}</c>.</summary>
internal sealed class SleepHandler(TimeProvider time) : IJobHandler
{
    public async Task<object?> RunAsync(JobContext context, CancellationToken cancel)
    {
        var duration = Duration(context.Payload);
        await Task.Delay(duration, time, cancel);
        return new { sleptMs = (long)duration.TotalMilliseconds };
    }

    private static TimeSpan Duration(JsonElement payload)
    {
        if (payload.ValueKind == JsonValueKind.Object && payload.TryGetProperty("ms", out var ms))
        {
            return ms.ValueKind == JsonValueKind.Number && ms.TryGetInt32(out var count) && count >= 0
                ? TimeSpan.FromMilliseconds(count)
                : throw new FinalJobException("payload.ms must be a whole number of milliseconds from 0.");
        }

        if (
            payload.ValueKind == JsonValueKind.Object
            && payload.TryGetProperty("duration", out var text)
            && text.ValueKind == JsonValueKind.String
        )
        {
            return DurationText.TryParse(text.GetString()!, out var duration, out var error)
                ? duration
                : throw new FinalJobException($"payload.duration: {error}");
        }

        throw new FinalJobException("The payload must say how long: {\"ms\": 250} or {\"duration\": \"3s\"}.");
    }
}
