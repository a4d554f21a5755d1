using System.Text.Json.Nodes;
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
            After = AuditJson.Whole(AuditDocuments.Of(Facts(fact))),
            Mark = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{fact.Id} {fact.Rank}"),
        };

    // What a script tells of a run that it found may have no more than the id.
    private static string ScopeOf(string id) => ScheduleKey.Split(id).Scope;

    private static JsonObject Facts(JobEvent fact)
    {
        var facts = new JsonObject { ["executionId"] = fact.Id, ["status"] = Words.Of(fact.Status) };
        Add("trigger", fact.Trigger is { } trigger ? Words.Of(trigger) : null);
        Add("scheduledAt", fact.ScheduledMs is { } due ? TimeText.Format(DateTimeOffset.FromUnixTimeMilliseconds(due)) : null);
        Add("scheduledTo", fact.ScheduledToMs is { } last ? TimeText.Format(DateTimeOffset.FromUnixTimeMilliseconds(last)) : null);
        Add("reason", fact.Reason);
        Add("worker", fact.Worker);
        Add("error", fact.Error is { } error ? $"{error.Type}: {error.Message}" : null);
        if (fact.Count > 1)
        {
            facts["count"] = fact.Count;
        }

        if (fact.Attempt > 0)
        {
            facts["attempt"] = fact.Attempt;
        }

        return facts;

        void Add(string name, string? text)
        {
            if (text is not null)
            {
                facts[name] = text;
            }
        }
    }
}
