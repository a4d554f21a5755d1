using System.Text.Json;
using RedisScheduler.Executions;

namespace RedisScheduler.Redis.Outbox;

/// <summary>
/// Reads members of an event out of a JSON object: all of it, where a script wrote it, or what its line's words do not tell. By hand, because a generated reader boxes each member of an
/// init-only record.
/// </summary>
internal static class EventMembers
{
    private static readonly (string Word, ExecutionStatus Value)[] Statuses = Words<ExecutionStatus>();
    private static readonly (string Word, ExecutionTrigger Value)[] Triggers = Words<ExecutionTrigger>();

    /// <summary>The event.</summary>
    /// <param name="text">The object.</param>
    /// <param name="words">What is known of it; <c>null</c> nothing.</param>
    /// <exception cref="JsonException">It is no event; the message says why.</exception>
    public static JobEvent Read(ReadOnlySpan<byte> text, JobEvent? words)
    {
        try
        {
            var json = new Utf8JsonReader(text);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                throw new JsonException("An event is an object.");
            var read = ReadMembers(ref json, words);
            // Throws where something follows.
            json.Read();
            return read;
        }
        catch (Exception error) when (error is InvalidOperationException or FormatException)
        {
            throw new JsonException($"A member of an event is not of its type: {error.Message}", error);
        }
    }

    private static JobEvent ReadMembers(ref Utf8JsonReader json, JobEvent? words)
    {
        string? id = words?.Id, scope = words?.Scope, schedule = words?.ScheduleId, workflow = words?.WorkflowId, producer = words?.Producer, worker = words?.Worker;
        string? reason = null, output = null, payload = null, askedBy = null, askedByKey = null;
        ExecutionStatus? status = words?.Status, attemptStatus = null;
        ExecutionTrigger? trigger = words?.Trigger;
        ExecutionError? error = null;
        long? attempt = words?.Attempt, token = words?.Token, scheduled = words?.ScheduledMs, enqueued = words?.EnqueuedMs, started = words?.StartedMs, finished = words?.FinishedMs;
        long? count = null, scheduledTo = null, nextDue = words?.NextDueMs, runNumber = words?.RunNumber, http = null;
        var setsNextDue = words?.SetsNextDue ?? false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            // In the order in which they are written most often.
            if (Is(ref json, "id"u8)) id = json.GetString();
            else if (Is(ref json, "status"u8)) status = Word(ref json, Statuses);
            else if (Is(ref json, "attempt"u8)) attempt = Number(ref json);
            else if (Is(ref json, "scope"u8)) scope = json.GetString();
            else if (Is(ref json, "scheduleId"u8)) schedule = json.GetString();
            else if (Is(ref json, "workflowId"u8)) workflow = json.GetString();
            else if (Is(ref json, "producer"u8)) producer = json.GetString();
            else if (Is(ref json, "trigger"u8)) trigger = Word(ref json, Triggers);
            else if (Is(ref json, "scheduledMs"u8)) scheduled = Number(ref json);
            else if (Is(ref json, "enqueuedMs"u8)) enqueued = Number(ref json);
            else if (Is(ref json, "startedMs"u8)) started = Number(ref json);
            else if (Is(ref json, "finishedMs"u8)) finished = Number(ref json);
            else if (Is(ref json, "worker"u8)) worker = json.GetString();
            else if (Is(ref json, "count"u8)) count = Number(ref json);
            else if (Is(ref json, "token"u8)) token = Number(ref json);
            else if (Is(ref json, "setsNextDue"u8)) setsNextDue = json.TokenType != JsonTokenType.Null && json.GetBoolean();
            else if (Is(ref json, "nextDueMs"u8)) nextDue = Number(ref json);
            else if (Is(ref json, "runNumber"u8)) runNumber = Number(ref json);
            else if (Is(ref json, "output"u8)) output = json.GetString();
            else if (Is(ref json, "error"u8)) error = Error(ref json);
            else if (Is(ref json, "httpStatus"u8)) http = Number(ref json);
            else if (Is(ref json, "attemptStatus"u8)) attemptStatus = Word(ref json, Statuses);
            else if (Is(ref json, "reason"u8)) reason = json.GetString();
            else if (Is(ref json, "payload"u8)) payload = json.GetString();
            else if (Is(ref json, "scheduledToMs"u8)) scheduledTo = Number(ref json);
            else if (Is(ref json, "askedBy"u8)) askedBy = json.GetString();
            else if (Is(ref json, "askedByKey"u8)) askedByKey = json.GetString();
            else json.Skip();
        }

        return new JobEvent
        {
            Id = id ?? throw new JsonException("An event has an id."),
            Status = status ?? throw new JsonException("An event has a status."),
            Attempt = (int)(attempt ?? 0),
            Scope = scope,
            ScheduleId = schedule,
            WorkflowId = workflow,
            Producer = producer,
            Trigger = trigger,
            ScheduledMs = scheduled,
            EnqueuedMs = enqueued,
            StartedMs = started,
            FinishedMs = finished,
            AttemptStatus = attemptStatus,
            Reason = reason,
            AskedBy = askedBy,
            AskedByKey = askedByKey,
            Worker = worker,
            Error = error,
            Output = output,
            HttpStatus = (int?)http,
            Count = (int)(count ?? 1),
            ScheduledToMs = scheduledTo,
            Payload = payload,
            NextDueMs = nextDue,
            SetsNextDue = setsNextDue,
            RunNumber = runNumber,
            Token = token ?? 0,
        };
    }

    private static ExecutionError? Error(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null)
            return null;
        if (json.TokenType != JsonTokenType.StartObject)
            throw new JsonException("An event's error is an object.");
        string? type = null, message = null, details = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (Is(ref json, "type"u8)) type = json.GetString();
            else if (Is(ref json, "message"u8)) message = json.GetString();
            else if (Is(ref json, "details"u8)) details = json.GetString();
            else json.Skip();
        }

        return new ExecutionError(type ?? "", message ?? "", details);
    }

    /// <summary>Whether the member has this name; then the reader stands at its value.</summary>
    private static bool Is(ref Utf8JsonReader json, ReadOnlySpan<byte> name) => json.ValueTextEquals(name) && json.Read();

    private static long? Number(ref Utf8JsonReader json) => json.TokenType == JsonTokenType.Null ? null : json.GetInt64();

    private static T? Word<T>(ref Utf8JsonReader json, (string Word, T Value)[] words) where T : struct
    {
        if (json.TokenType == JsonTokenType.Null)
            return null;
        foreach (var (word, value) in words)
        {
            if (json.ValueTextEquals(word))
                return value;
        }

        throw new JsonException($"There is no {typeof(T).Name} '{json.GetString()}'.");
    }

    private static (string Word, T Value)[] Words<T>() where T : struct, Enum =>
        [.. Enum.GetValues<T>().Select(value => (JsonNamingPolicy.CamelCase.ConvertName(value.ToString()), value))];
}
