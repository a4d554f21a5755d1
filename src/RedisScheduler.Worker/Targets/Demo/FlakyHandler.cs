using System.Text.Json;
using RedisScheduler.Jobs;

namespace RedisScheduler.Worker.Targets.Demo;

/// <summary><c>demo.flaky</c>: fails as many attempts as its payload says, <c>{"failures": 2}</c> (1 by default), and succeeds then.</summary>
internal sealed class FlakyHandler : IJobHandler
{
    public Task<object?> RunAsync(JobContext context, CancellationToken cancel)
    {
        var failures = Failures(context.Payload);
        return context.Attempt > failures
            ? Task.FromResult<object?>(new { succeededAfter = failures })
            : throw new InvalidOperationException($"Attempt {context.Attempt} fails, as the payload asks of the first {failures}.");
    }

    private static int Failures(JsonElement payload)
    {
        if (payload.ValueKind != JsonValueKind.Object || !payload.TryGetProperty("failures", out var failures))
        {
            return 1;
        }

        return failures.ValueKind == JsonValueKind.Number && failures.TryGetInt32(out var count) && count >= 0
            ? count
            : throw new FinalJobException("payload.failures must be a whole number from 0.");
    }
}
