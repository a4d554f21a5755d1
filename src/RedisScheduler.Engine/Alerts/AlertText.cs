using System.Text.Json;
using System.Text.Json.Nodes;
using RedisScheduler.Alerts;
using RedisScheduler.Definitions;
using RedisScheduler.Executions;
using RedisScheduler.Timing;

namespace RedisScheduler.Engine.Alerts;

/// <summary>What an alert tells.</summary>
internal static class AlertText
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The alert of a cause, as it is now.</summary>
    internal static Alert Of(AlertCause cause, DateTimeOffset now)
    {
        var detail = cause.Kind == AlertKind.Overdue ? Overdue(cause) : Failures(cause);
        return new Alert(cause.Kind, cause.View.Schedule.Scope, cause.View.Schedule.Id, cause.AtMs, now.ToUnixTimeMilliseconds(), detail.ToJsonString(Plain));
    }

    /// <summary>The sentence for people in what an alert tells.</summary>
    internal static string Sentence(Alert alert) => JsonNode.Parse(alert.Detail)!["text"]!.GetValue<string>();

    private static JsonObject Overdue(AlertCause cause)
    {
        var (schedule, state) = (cause.View.Schedule, cause.View.State);
        var (due, after) = (Moment(cause.AtMs), schedule.Spec.AlertAfter ?? TimeSpan.Zero);
        var why = cause.Status switch
        {
            ExecutionStatus.Missed => $"was missed ({cause.Reason})",
            ExecutionStatus.Queued => $"waits in the queue {schedule.Spec.Queue}{(cause.Reason is null ? "" : $" ({cause.Reason})")}",
            _ => "was not fired",
        };
        return new JsonObject
        {
            ["kind"] = Words.Of(cause.Kind),
            ["text"] = $"The schedule '{schedule.Name}' ({schedule.Id}) was due at {due} and has not started {DurationText.Format(after)} after that: the run {why}.",
            ["dueAt"] = due,
            ["alertAfterMs"] = (long)after.TotalMilliseconds,
            ["executionId"] = cause.Run,
            ["status"] = cause.Status is { } status ? Words.Of(status) : null,
            ["lastRunAt"] = Moment(state.LastRunAt),
            ["lastStatus"] = state.LastStatus is { } last ? Words.Of(last) : null,
        };
    }

    private static JsonObject Failures(AlertCause cause)
    {
        var (schedule, state) = (cause.View.Schedule, cause.View.State);
        var (since, times) = (Moment(cause.AtMs), state.FailuresInARow == 1 ? "once" : $"{state.FailuresInARow} times in a row");
        return new JsonObject
        {
            ["kind"] = Words.Of(cause.Kind),
            ["text"] = $"The schedule '{schedule.Name}' ({schedule.Id}) failed {times}, since {since}{(state.LastError is null ? "." : $"; the last error: {state.LastError}")}",
            ["since"] = since,
            ["failures"] = state.FailuresInARow,
            ["lastError"] = state.LastError,
            ["lastRunAt"] = Moment(state.LastRunAt),
            ["lastStatus"] = state.LastStatus is { } last ? Words.Of(last) : null,
        };
    }

    private static string Moment(long ms) => TimeText.Format(DateTimeOffset.FromUnixTimeMilliseconds(ms));

    private static string? Moment(DateTimeOffset? moment) => moment is { } time ? TimeText.Format(time) : null;
}
