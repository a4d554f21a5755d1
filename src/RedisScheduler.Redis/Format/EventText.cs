using System.Buffers;
using System.Text.Json;
using RedisScheduler.Executions;

namespace RedisScheduler.Redis.Format;

/// <summary>
/// Events to their JSON, a line each; the way back is <see cref="Outbox.EventReader"/>. By hand, because every run passes here two or three times. Members that are missing, and
/// those that say what nothing said would, are left out. Scripts write some events too (Lua/includes/event.lua).
/// </summary>
internal static class EventText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = RedisJson.Compact.Options.Encoder, SkipValidation = true };
    private static readonly JsonEncodedText[] Statuses = Words<ExecutionStatus>();
    private static readonly JsonEncodedText[] Triggers = Words<ExecutionTrigger>();
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText Status = JsonEncodedText.Encode("status");
    private static readonly JsonEncodedText Attempt = JsonEncodedText.Encode("attempt");
    private static readonly JsonEncodedText Scope = JsonEncodedText.Encode("scope");
    private static readonly JsonEncodedText ScheduleId = JsonEncodedText.Encode("scheduleId");
    private static readonly JsonEncodedText WorkflowId = JsonEncodedText.Encode("workflowId");
    private static readonly JsonEncodedText Producer = JsonEncodedText.Encode("producer");
    private static readonly JsonEncodedText Trigger = JsonEncodedText.Encode("trigger");
    private static readonly JsonEncodedText ScheduledMs = JsonEncodedText.Encode("scheduledMs");
    private static readonly JsonEncodedText EnqueuedMs = JsonEncodedText.Encode("enqueuedMs");
    private static readonly JsonEncodedText StartedMs = JsonEncodedText.Encode("startedMs");
    private static readonly JsonEncodedText FinishedMs = JsonEncodedText.Encode("finishedMs");
    private static readonly JsonEncodedText AttemptStatus = JsonEncodedText.Encode("attemptStatus");
    private static readonly JsonEncodedText Reason = JsonEncodedText.Encode("reason");
    private static readonly JsonEncodedText AskedBy = JsonEncodedText.Encode("askedBy");
    private static readonly JsonEncodedText AskedByKey = JsonEncodedText.Encode("askedByKey");
    private static readonly JsonEncodedText Worker = JsonEncodedText.Encode("worker");
    private static readonly JsonEncodedText Output = JsonEncodedText.Encode("output");
    private static readonly JsonEncodedText HttpStatus = JsonEncodedText.Encode("httpStatus");
    private static readonly JsonEncodedText Count = JsonEncodedText.Encode("count");
    private static readonly JsonEncodedText ScheduledToMs = JsonEncodedText.Encode("scheduledToMs");
    private static readonly JsonEncodedText Payload = JsonEncodedText.Encode("payload");
    private static readonly JsonEncodedText NextDueMs = JsonEncodedText.Encode("nextDueMs");
    private static readonly JsonEncodedText SetsNextDue = JsonEncodedText.Encode("setsNextDue");
    private static readonly JsonEncodedText RunNumber = JsonEncodedText.Encode("runNumber");
    private static readonly JsonEncodedText Token = JsonEncodedText.Encode("token");
    private static readonly JsonEncodedText Error = JsonEncodedText.Encode("error");
    private static readonly JsonEncodedText ErrorType = JsonEncodedText.Encode("type");
    private static readonly JsonEncodedText ErrorMessage = JsonEncodedText.Encode("message");
    private static readonly JsonEncodedText ErrorDetails = JsonEncodedText.Encode("details");

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    /// <summary>One event.</summary>
    public static byte[] Write(JobEvent @event) => Write([@event]);

    /// <summary>Events in their order.</summary>
    public static byte[] Write(IEnumerable<JobEvent> events)
    {
        var text = new ArrayBufferWriter<byte>(512);
        writer ??= new Utf8JsonWriter(text, Options);
        foreach (var each in events)
        {
            if (text.WrittenCount > 0)
                text.Write("\n"u8);
            writer.Reset(text);
            Write(writer, each);
            writer.Flush();
        }
        return text.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, JobEvent told)
    {
        json.WriteStartObject();
        json.WriteString(Id, told.Id);
        json.WriteString(Status, Statuses[(int)told.Status]);
        json.WriteNumber(Attempt, told.Attempt);
        Write(json, Scope, told.Scope);
        Write(json, ScheduleId, told.ScheduleId);
        Write(json, WorkflowId, told.WorkflowId);
        Write(json, Producer, told.Producer);
        if (told.Trigger is { } trigger)
            json.WriteString(Trigger, Triggers[(int)trigger]);
        Write(json, ScheduledMs, told.ScheduledMs);
        Write(json, EnqueuedMs, told.EnqueuedMs);
        Write(json, StartedMs, told.StartedMs);
        Write(json, FinishedMs, told.FinishedMs);
        Write(json, Worker, told.Worker);
        if (told.Token != 0)
            json.WriteNumber(Token, told.Token);
        if (told.Count != 1)
            json.WriteNumber(Count, told.Count);
        if (told.SetsNextDue)
            json.WriteBoolean(SetsNextDue, true);
        Write(json, NextDueMs, told.NextDueMs);
        Write(json, RunNumber, told.RunNumber);
        if (told.AttemptStatus is { } attempt)
            json.WriteString(AttemptStatus, Statuses[(int)attempt]);
        Write(json, Reason, told.Reason);
        Write(json, AskedBy, told.AskedBy);
        Write(json, AskedByKey, told.AskedByKey);
        Write(json, Output, told.Output);
        Write(json, HttpStatus, told.HttpStatus);
        Write(json, ScheduledToMs, told.ScheduledToMs);
        Write(json, Payload, told.Payload);
        if (told.Error is { } error)
        {
            json.WriteStartObject(Error);
            json.WriteString(ErrorType, error.Type);
            json.WriteString(ErrorMessage, error.Message);
            Write(json, ErrorDetails, error.Details);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, JsonEncodedText name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static void Write(Utf8JsonWriter json, JsonEncodedText name, long? value)
    {
        if (value is { } number)
            json.WriteNumber(name, number);
    }

    private static JsonEncodedText[] Words<T>() where T : struct, Enum =>
        [.. Enum.GetNames<T>().Select(name => JsonEncodedText.Encode(JsonNamingPolicy.CamelCase.ConvertName(name)))];
}
