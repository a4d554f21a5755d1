using System.Buffers;
using System.Text.Json;
using RedisScheduler.Executions;

namespace RedisScheduler.Redis.Format;

/// <summary>
/// What the words of a line do not tell of an event (<see cref="EventText"/>), as a JSON object; the way back is <see cref="Outbox.EventMembers"/>. By hand, because a generated writer boxes.
/// Scripts write some events that are nothing but such an object (Lua/includes/event.lua).
/// </summary>
internal static class EventRest
{
    private static readonly JsonWriterOptions Options = new() { Encoder = RedisJson.Compact.Options.Encoder, SkipValidation = true };
    private static readonly JsonEncodedText[] Statuses = Words<ExecutionStatus>();
    private static readonly JsonEncodedText Id = JsonEncodedText.Encode("id");
    private static readonly JsonEncodedText Scope = JsonEncodedText.Encode("scope");
    private static readonly JsonEncodedText ScheduleId = JsonEncodedText.Encode("scheduleId");
    private static readonly JsonEncodedText WorkflowId = JsonEncodedText.Encode("workflowId");
    private static readonly JsonEncodedText Producer = JsonEncodedText.Encode("producer");
    private static readonly JsonEncodedText AttemptStatus = JsonEncodedText.Encode("attemptStatus");
    private static readonly JsonEncodedText Reason = JsonEncodedText.Encode("reason");
    private static readonly JsonEncodedText AskedBy = JsonEncodedText.Encode("askedBy");
    private static readonly JsonEncodedText AskedByKey = JsonEncodedText.Encode("askedByKey");
    private static readonly JsonEncodedText Output = JsonEncodedText.Encode("output");
    private static readonly JsonEncodedText HttpStatus = JsonEncodedText.Encode("httpStatus");
    private static readonly JsonEncodedText Count = JsonEncodedText.Encode("count");
    private static readonly JsonEncodedText ScheduledToMs = JsonEncodedText.Encode("scheduledToMs");
    private static readonly JsonEncodedText Payload = JsonEncodedText.Encode("payload");
    private static readonly JsonEncodedText Error = JsonEncodedText.Encode("error");
    private static readonly JsonEncodedText ErrorType = JsonEncodedText.Encode("type");
    private static readonly JsonEncodedText ErrorMessage = JsonEncodedText.Encode("message");
    private static readonly JsonEncodedText ErrorDetails = JsonEncodedText.Encode("details");

    [ThreadStatic]
    private static Utf8JsonWriter? writer;

    /// <summary>Whether the words do not tell all.</summary>
    /// <param name="told">The event.</param>
    /// <param name="named">Whether the words tell whose it is.</param>
    public static bool Has(JobEvent told, bool named) =>
        !named || told.Reason is not null || told.Output is not null || told.HttpStatus is not null || told.Error is not null || told.AttemptStatus is not null
        || told.Count != 1 || told.ScheduledToMs is not null || told.Payload is not null || told.AskedBy is not null || told.AskedByKey is not null;

    /// <summary>Writes it.</summary>
    public static void Write(ArrayBufferWriter<byte> text, JobEvent told, bool named)
    {
        writer ??= new Utf8JsonWriter(text, Options);
        writer.Reset(text);
        Write(writer, told, named);
        writer.Flush();
    }

    private static void Write(Utf8JsonWriter json, JobEvent told, bool named)
    {
        json.WriteStartObject();
        if (!named)
        {
            json.WriteString(Id, told.Id);
            json.WriteString(Scope, told.Scope);
            json.WriteString(ScheduleId, told.ScheduleId);
            json.WriteString(WorkflowId, told.WorkflowId);
            json.WriteString(Producer, told.Producer);
        }
        if (told.Count != 1)
            json.WriteNumber(Count, told.Count);
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
