using System.Text.Json;
using System.Text.Json.Nodes;
using RedisScheduler.Access;
using RedisScheduler.Calendars;
using RedisScheduler.Definitions;
using RedisScheduler.Schedules;
using RedisScheduler.Subscriptions;
using RedisScheduler.Workflows;

namespace RedisScheduler.Engine.Audit;

/// <summary>What the audit log compares of each kind of thing: what somebody said of it, not what has become of it.</summary>
internal static class AuditDocuments
{
    public static JsonElement? Of(ScheduleView? view) => view is null ? null : Element(json => Write(json, view.Schedule));

    public static JsonElement? Of(WorkflowBundle? bundle) =>
        bundle is null ? null
        : Element(json =>
        {
            var workflow = bundle.Workflow;
            json.WriteStartObject();
            json.WriteString("name", workflow.Name);
            json.WriteString("description", workflow.Description);
            json.WriteString("status", Words.Of(workflow.Status));
            Write(json, workflow.Pause);
            json.WriteString("timeZone", workflow.TimeZone);
            WriteRaw(json, "target", workflow.Target);
            WriteRaw(json, "payload", workflow.Payload);
            WriteList(json, "tags", workflow.Tags);
            json.WriteStartObject("schedules");
            foreach (var view in bundle.Schedules)
            {
                json.WritePropertyName(view.Schedule.Id);
                Write(json, view.Schedule);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        });

    public static JsonElement? Of(Calendar? calendar) =>
        calendar is null ? null
        : Element(json =>
        {
            json.WriteStartObject();
            json.WriteString("name", calendar.Name);
            json.WriteString("timeZone", calendar.TimeZone);
            WriteList(json, "dates", calendar.Dates.Select(range => range.ToString()!));
            json.WriteEndObject();
        });

    public static JsonElement? Of(Subscription? subscription) => subscription is null ? null : SubscriptionJson.Write(subscription);

    public static JsonElement? Of(Scope? scope) =>
        scope is null ? null
        : Element(json =>
        {
            json.WriteStartObject();
            json.WriteString("name", scope.Name);
            Write(json, scope.Pause);
            json.WriteEndObject();
        });

    public static JsonElement? Of(ApiKey? key) =>
        key is null ? null
        : Element(json =>
        {
            json.WriteStartObject();
            json.WriteString("name", key.Name);
            json.WriteString("role", Words.Of(key.Role));
            json.WriteString("scope", key.Scope);
            json.WriteEndObject();
        });

    /// <summary>Anything else.</summary>
    public static JsonElement Of(JsonObject facts) => JsonElement.Parse(facts.ToJsonString());

    private static void Write(Utf8JsonWriter json, Schedule schedule)
    {
        json.WriteStartObject();
        ScheduleJson.WriteFields(json, schedule);
        Write(json, schedule.Pause);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Pause? pause)
    {
        if (pause is null)
        {
            json.WriteNull("pause");
            return;
        }

        json.WriteStartObject("pause");
        json.WriteString("reason", pause.Reason);
        json.WriteString("until", pause.Until is { } until ? TimeText.Format(until) : null);
        json.WriteString("at", TimeText.Format(pause.At));
        json.WriteString("by", pause.By);
        json.WriteEndObject();
    }

    private static void WriteRaw(Utf8JsonWriter json, string name, string? text)
    {
        json.WritePropertyName(name);
        if (text is null)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteRawValue(text);
        }
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }

    private static JsonElement Element(Action<Utf8JsonWriter> write)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(AuditJson.Usual);
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json);
        }

        return JsonElement.Parse(buffer.WrittenSpan);
    }
}
