using System.Buffers;
using System.Text;
using System.Text.Json;
using RedisScheduler.Access;
using RedisScheduler.Audit;
using RedisScheduler.Definitions;
using RedisScheduler.Executions;
using RedisScheduler.Schedules;

namespace RedisScheduler.Engine.Audit;

/// <summary>
/// What is to be remembered of the facts that the Recorder moves: runs that ended without success for good, misses, skips, and runs that
/// somebody or an event made. A run that
/// goes well costs one comparison. Facts may come twice; their marks make each one row.
/// </summary>
internal static class FactAudits
{
    /// <summary>The entries of a batch, in its order; mostly none.</summary>
    public static IReadOnlyList<AuditEntry> Of(IReadOnlyList<JobEvent> facts)
    {
        List<AuditEntry>? entries = null;
        foreach (var fact in facts)
        {
            if (ActionOf(fact) is { } action)
            {
                (entries ??= []).Add(Of(fact, action));
            }
        }

        return entries ?? (IReadOnlyList<AuditEntry>)[];
    }

    private static AuditAction? ActionOf(JobEvent fact) =>
        fact.Status switch
        {
            ExecutionStatus.Failed or ExecutionStatus.TimedOut or ExecutionStatus.Lost => AuditAction.DispatchFailure,
            ExecutionStatus.Missed => AuditAction.Misfire,
            ExecutionStatus.Skipped => AuditAction.OverlapSkip,
            ExecutionStatus.Queued when fact is { Token: 0, Attempt: 0 } => MadeBy(fact),
            _ => null,
        };

    // Other runs that somebody asked for, backfills and retries, were told of when they were asked for.
    private static AuditAction? MadeBy(JobEvent fact) =>
        fact.Trigger switch
        {
            ExecutionTrigger.Event => AuditAction.Trigger,
            ExecutionTrigger.Manual => fact.AskedBy is null ? AuditAction.Trigger : AuditAction.RunNow,
            _ => null,
        };

    private static AuditEntry Of(JobEvent fact, AuditAction action) =>
        new()
        {
            Scope = fact.Scope ?? ScopeOf(fact.Id),
            At = DateTimeOffset.FromUnixTimeMilliseconds(fact.FinishedMs ?? fact.EnqueuedMs ?? fact.ScheduledMs ?? 0),
            Action = action,
            Subject = $"schedule/{fact.ScheduleId}",
            By = fact.AskedBy is { } name ? new Actor(fact.AskedByKey, name) : Actor.Engine,
            After = Facts(fact),
            Mark = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{fact.Id} {fact.Rank}"),
        };

    // What a script tells of a run that it found may have no more than the id.
    private static string ScopeOf(string id) => ScheduleKey.Split(id).Scope;

    // Written at once: the names are ours and none of them names a secret, so only texts of others are looked at.
    private static string Facts(JobEvent fact)
    {
        var text = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(text, AuditJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("executionId", fact.Id);
            json.WriteString("status", Words.Of(fact.Status));
            Write(json, "trigger", fact.Trigger is { } trigger ? Words.Of(trigger) : null);
            Write(json, "scheduledAt", Time(fact.ScheduledMs));
            Write(json, "scheduledTo", Time(fact.ScheduledToMs));
            Write(json, "reason", Masked(fact.Reason));
            Write(json, "worker", fact.Worker);
            Write(json, "error", Masked(fact.Error is { } error ? $"{error.Type}: {error.Message}" : null));
            Write(json, "count", fact.Count > 1 ? fact.Count : null);
            Write(json, "attempt", fact.Attempt > 0 ? fact.Attempt : null);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static string? Time(long? ms) => ms is { } at ? TimeText.Format(DateTimeOffset.FromUnixTimeMilliseconds(at)) : null;

    private static string? Masked(string? text) => text is null ? null : SecretText.Mask(text);

    private static void Write(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, int? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
    }
}
