using System.Collections.Frozen;
using System.Text.Json;
using RedisScheduler.Jobs;
using RedisScheduler.Targets;

namespace RedisScheduler.Worker.Targets.Handlers;

/// <summary>Runs the .NET classes that were registered with <c>AddHandler</c>.</summary>
internal sealed class HandlerRunner(IEnumerable<HandlerRegistration> registrations, IServiceScopeFactory scopes) : ITargetRunner
{
    private static readonly JsonSerializerOptions OutputJson = new(JsonSerializerDefaults.Web);
    private static readonly JsonElement NoPayload = JsonDocument.Parse("null").RootElement;

    private readonly FrozenDictionary<string, Type> handlers = registrations.ToFrozenDictionary(
        registration => registration.Name,
        registration => registration.Handler,
        StringComparer.Ordinal
    );

    public string Type => HandlerTarget.TypeName;

    public async Task<TargetResult> RunAsync(TakenJob job, CancellationToken cancel)
    {
        var name = ((HandlerTarget)job.Spec.Target).Name;
        if (!handlers.TryGetValue(name, out var handler))
        {
            return Failures.Final("handler.unknown", $"This worker has no handler '{name}'; it has {Known()}.");
        }

        try
        {
            return Answer(await RunAsync(handler, ContextOf(job), cancel));
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            throw;
        }
        catch (FinalJobException error)
        {
            return Failures.Of(TargetOutcome.Final, error);
        }
#pragma warning disable CA1031 // Whatever a handler throws is how its attempt ended.
        catch (Exception error)
#pragma warning restore CA1031
        {
            return Failures.Of(TargetOutcome.Retryable, error);
        }
    }

    private async Task<object?> RunAsync(Type handler, JobContext context, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await ((IJobHandler)scope.ServiceProvider.GetRequiredService(handler)).RunAsync(context, cancel);
    }

    private static TargetResult Answer(object? output)
    {
        try
        {
            var text = output switch
            {
                null => null,
                JsonElement { ValueKind: JsonValueKind.Undefined } => null,
                JsonElement json => json.GetRawText(),
                _ => JsonSerializer.Serialize(output, OutputJson),
            };
            return new()
            {
                Outcome = TargetOutcome.Succeeded,
                Output = text is null ? null : BoundedText.Cut(text, BoundedText.OutputBytes),
            };
        }
        catch (Exception error) when (error is JsonException or NotSupportedException)
        {
            return Failures.Final(
                "handler.output",
                $"What the handler returned, {output!.GetType()}, cannot be written as JSON: {error.Message}"
            );
        }
    }

    private static JobContext ContextOf(TakenJob job)
    {
        var spec = job.Spec;
        var payload = spec.Payload is null ? NoPayload : JsonSerializer.Deserialize<JsonElement>(spec.Payload);
        var scheduledAt = DateTimeOffset.FromUnixTimeMilliseconds(job.DueMs);
        return new(job.Id, spec.ScheduleId, spec.WorkflowId, spec.Producer, scheduledAt, job.Attempt, job.Trigger, payload);
    }

    private string Known() => handlers.Count == 0 ? "none" : string.Join(", ", handlers.Keys.Order(StringComparer.Ordinal));
}
