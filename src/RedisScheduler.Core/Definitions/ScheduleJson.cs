using System.Text.Json;
using RedisScheduler.Schedules;

namespace RedisScheduler.Definitions;

/// <summary>A schedule in the form of a request: what a merge patch is applied to.</summary>
public static class ScheduleJson
{
    /// <summary>Writes id, name, description, workflow and spec, as <see cref="ScheduleReader"/> reads them.</summary>
    public static JsonElement Write(Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return JsonElement.Parse(JsonText.Write(json =>
        {
            json.WriteStartObject();
            WriteFields(json, schedule);
            json.WriteEndObject();
        }));
    }

    /// <summary>Writes the same fields into an object that the caller has begun.</summary>
    public static void WriteFields(Utf8JsonWriter json, Schedule schedule)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(schedule);
        json.WriteString("id", schedule.Id);
        json.WriteString("name", schedule.Name);
        if (schedule.Description is not null)
        {
            json.WriteString("description", schedule.Description);
        }

        if (schedule.WorkflowId is not null)
        {
            json.WriteString("workflowId", schedule.WorkflowId);
        }

        SpecJson.WriteFields(json, schedule.Spec);
    }
}
