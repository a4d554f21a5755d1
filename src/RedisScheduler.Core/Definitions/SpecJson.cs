using System.Text.Json;
using RedisScheduler.Schedules;
using RedisScheduler.Timing;

namespace RedisScheduler.Definitions;

/// <summary>
/// A spec as JSON in one canonical form, which is a PRODUCER with every policy written out: equal specs give equal text, and a default that changes later does not change what was saved.
/// The payload stands in it byte for byte. Of calendars it has the names alone: their dates are kept beside it.
/// </summary>
public static class SpecJson
{
    /// <summary>Writes a spec.</summary>
    public static string Write(ScheduleSpec spec) =>
        JsonText.Write(json =>
        {
            json.WriteStartObject();
            WriteFields(json, spec);
            json.WriteEndObject();
        });

    /// <summary>Reads what <see cref="Write"/> wrote, also where today's rules would refuse it (a zone that is no more).</summary>
    /// <exception cref="JsonException">The text is no such JSON.</exception>
    public static ScheduleSpec Read(string text)
    {
        using var document = JsonDocument.Parse(text);
        var reader = new ObjectReader(document.RootElement, "", new FieldErrors());
        var spec = SpecReader.Read(reader, SpecDefaults.None, TimingReader.ReadUnchecked(reader, null));
        reader.Finish();
        return !reader.Errors.Any && spec is not null ? spec : throw new JsonException($"This is no spec: {text}");
    }

    /// <summary>Writes the fields of a spec into an object that the caller has begun.</summary>
    internal static void WriteFields(Utf8JsonWriter json, ScheduleSpec spec)
    {
        WriteTiming(json, spec.Timing);
        json.WritePropertyName("target");
        TargetJson.Write(json, spec.Target);
        if (spec.Payload is not null)
        {
            json.WritePropertyName("payload");
            json.WriteRawValue(spec.Payload, skipInputValidation: true);
        }

        json.WriteString("queue", spec.Queue);
        json.WriteNumber("priority", spec.Priority);
        json.WriteString("timeout", DurationText.Format(spec.Timeout));
        WritePolicies(json, spec);
        if (spec.PauseOnFailure is { } failures)
        {
            json.WriteNumber("pauseOnFailure", failures);
        }

        WriteText(json, "alertAfter", spec.AlertAfter is { } late ? DurationText.Format(late) : null);
        if (spec.AlertAfterFailures is { } row)
        {
            json.WriteNumber("alertAfterFailures", row);
        }

        WriteList(json, "tags", spec.Tags);
        json.WriteBoolean("enabled", spec.Enabled);
    }

    private static void WriteTiming(Utf8JsonWriter json, ScheduleTiming timing)
    {
        WriteText(json, "cron", timing.Cron);
        WriteText(json, "interval", timing.Interval is { } interval ? DurationText.Format(interval) : null);
        WriteText(json, "at", Moment(timing.At));
        json.WriteString("timeZone", timing.TimeZone);
        WriteText(json, "startAt", Moment(timing.StartAt));
        WriteText(json, "endAt", Moment(timing.EndAt));
        if (timing.MaxRuns is { } runs)
        {
            json.WriteNumber("maxRuns", runs);
        }

        json.WriteString("jitter", DurationText.Format(timing.Jitter));
        json.WriteBoolean("runImmediately", timing.RunImmediately);
        json.WriteString("dstGap", Words.Of(timing.DstGap));
        json.WriteString("dstFold", Words.Of(timing.DstFold));
        WriteList(json, "exclude", timing.Exclusions?.Crons);
        WriteList(json, "calendars", timing.Exclusions?.Calendars.Select(calendar => calendar.Id));
    }

    private static void WritePolicies(Utf8JsonWriter json, ScheduleSpec spec)
    {
        json.WriteStartObject("retry");
        json.WriteNumber("maxAttempts", spec.Retry.MaxAttempts);
        json.WriteString("delay", DurationText.Format(spec.Retry.Delay));
        json.WriteNumber("factor", spec.Retry.Factor);
        json.WriteString("maxDelay", DurationText.Format(spec.Retry.MaxDelay));
        json.WriteString("jitter", Words.Of(spec.Retry.Jitter));
        json.WriteEndObject();

        json.WriteString("overlap", Words.Of(spec.Overlap));

        json.WriteStartObject("misfire");
        json.WriteString("policy", Words.Of(spec.Misfire.Action));
        json.WriteString("threshold", DurationText.Format(spec.Misfire.Threshold));
        json.WriteString("catchUpWindow", DurationText.Format(spec.Misfire.CatchUpWindow));
        json.WriteNumber("maxCatchUp", spec.Misfire.MaxCatchUp);
        json.WriteEndObject();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string>? values)
    {
        json.WriteStartArray(name);
        foreach (var value in values ?? [])
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }

    private static string? Moment(DateTimeOffset? time) => time is { } moment ? TimeText.Format(moment) : null;
}
