using System.Text.Json;
using RedisScheduler.Targets;

namespace RedisScheduler.Definitions;

/// <summary>Targets as JSON, in the form that <see cref="TargetReader"/> reads.</summary>
public static class TargetJson
{
    /// <summary>Writes a target as JSON text.</summary>
    public static string Write(Target target) => JsonText.Write(json => Write(json, target));

    /// <summary>Writes a target.</summary>
    public static void Write(Utf8JsonWriter json, Target target)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(target);
        json.WriteStartObject();
        json.WriteString("type", target.Type);
        switch (target)
        {
            case HandlerTarget handler:
                json.WriteString("name", handler.Name);
                break;
            case HttpTarget http:
                WriteHttp(json, http);
                break;
            case CommandTarget command:
                WriteCommand(json, command);
                break;
            case EventTarget { Topic: var topic }:
                if (topic is not null)
                {
                    json.WriteString("topic", topic);
                }

                break;
            default:
                throw new NotSupportedException($"Targets of type '{target.Type}' have no JSON.");
        }

        json.WriteEndObject();
    }

    private static void WriteCommand(Utf8JsonWriter json, CommandTarget command)
    {
        json.WriteString("name", command.Name);
        if (command.Args.Count > 0)
        {
            json.WriteStartArray("args");
            foreach (var arg in command.Args)
            {
                json.WriteStringValue(arg);
            }

            json.WriteEndArray();
        }
    }

    private static void WriteHttp(Utf8JsonWriter json, HttpTarget http)
    {
        json.WriteString("url", http.Url);
        json.WriteString("method", http.Method);
        if (http.Headers.Count > 0)
        {
            json.WriteStartObject("headers");
            foreach (var (name, value) in http.Headers)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        if (http.Secret is not null)
        {
            json.WriteString("secret", http.Secret);
        }

        if (http.Expect.Count > 0)
        {
            json.WriteStartArray("expect");
            foreach (var code in http.Expect)
            {
                json.WriteNumberValue(code);
            }

            json.WriteEndArray();
        }
    }
}
