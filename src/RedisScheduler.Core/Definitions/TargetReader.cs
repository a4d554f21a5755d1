using System.Collections.Frozen;
using System.Text.Json;
using RedisScheduler.Subscriptions;
using RedisScheduler.Targets;

namespace RedisScheduler.Definitions;

/// <summary>Reads a TARGET.</summary>
public static class TargetReader
{
    private const int MaxArgs = 100;
    private const int MaxArg = 8_000;
    private const int MaxUrl = 8_000;
    private const int MaxHeaders = 50;
    private const int MaxHeaderValue = 8_000;
    private static readonly FrozenSet<string> Methods = FrozenSet.Create(StringComparer.Ordinal, "GET", "POST", "PUT", "PATCH", "DELETE");

    /// <summary>Headers that are the sender's own: the connection's, and those that say and prove what is sent.</summary>
    private static readonly FrozenSet<string> OwnHeaders = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "Host", "Connection", "Content-Length", "Transfer-Encoding", "Upgrade", "traceparent");

    /// <summary>Reads a target; <c>null</c> where it is not valid, which is then noted.</summary>
    public static Target? Read(ObjectReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        reader.Require("type");
        var type = reader.Text("type", IdText.MaxLength);
        switch (type)
        {
            case HandlerTarget.TypeName:
                return Handler(reader);
            case HttpTarget.TypeName:
                return Http(reader);
            case CommandTarget.TypeName:
                return Command(reader);
            case EventTarget.TypeName:
                return Event(reader);
            case null:
                return null;
            default:
                reader.Errors.Add(reader.At("type"), $"Must be handler, http, command or event, not '{type}'.");
                return null;
        }
    }

    /// <summary>Reads a target from JSON text that was read before, such as a workflow's.</summary>
    /// <exception cref="Errors.InvalidInputException">It is not valid.</exception>
    public static Target Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        var errors = new FieldErrors();
        var target = Read(new ObjectReader(document.RootElement, "target", errors));
        errors.ThrowIfAny();
        return target!;
    }

    private static HandlerTarget? Handler(ObjectReader reader)
    {
        reader.Require("name");
        var name = reader.Id("name");
        reader.Finish();
        return name is null ? null : new HandlerTarget(name);
    }

    private static CommandTarget? Command(ObjectReader reader)
    {
        reader.Require("name");
        var name = reader.Id("name");
        var args = new List<string>();
        foreach (var (path, value) in reader.List("args", MaxArgs) ?? [])
        {
            var text = JsonWords.Text(value);
            reader.Errors.AddIf(
                path,
                text is null ? $"Must be a text, not {JsonWords.Kind(value)}."
                : text.Length > MaxArg ? $"Must be at most {MaxArg} characters."
                : text.Contains('\0', StringComparison.Ordinal) ? "Must not hold NUL."
                : null);
            args.Add(text ?? "");
        }

        reader.Finish();
        return name is null ? null : new CommandTarget(name, args);
    }

    private static EventTarget Event(ObjectReader reader)
    {
        var topic = reader.Id("topic");
        reader.Errors.AddIf(reader.At("topic"), topic == ScheduleEvent.AlertTopic ? $"'{topic}' is the topic of alerts, which the scheduler alone sends." : null);
        reader.Finish();
        return new EventTarget(topic);
    }

    private static HttpTarget? Http(ObjectReader reader)
    {
        var defaults = new HttpTarget("");
        reader.Require("url");
        var url = reader.Text("url", MaxUrl);
        reader.Errors.AddIf(reader.At("url"), url is null ? null : UrlFault(url));
        var method = reader.Text("method", 10) ?? defaults.Method;
        if (!Methods.Contains(method))
        {
            reader.Errors.Add(reader.At("method"), $"Must be one of {string.Join(", ", Methods.Order(StringComparer.Ordinal))}, not '{method}'.");
        }

        var target = new HttpTarget(url ?? "")
        {
            Method = method,
            Headers = reader.Child("headers") is { } headers ? Headers(headers) : defaults.Headers,
            Secret = reader.Id("secret"),
            Expect = Expect(reader),
        };
        reader.Finish();
        return url is null ? null : target;
    }

    private static string? UrlFault(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0 ? null
        : $"'{url}' is not an absolute http or https URL.";

    private static Dictionary<string, string> Headers(ObjectReader reader)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in reader.Names.ToArray())
        {
            var value = reader.Text(name, MaxHeaderValue);
            reader.Errors.AddIf(
                reader.At(name),
                name.Length == 0 || !name.All(IsTokenCharacter) ? "Is not a header's name."
                : OwnHeaders.Contains(name) || name.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase) ? "Is set by the sender, not by the target."
                : value is not null && value.Any(char.IsControl) ? "Must not hold control characters."
                : value is not null && !headers.TryAdd(name, value) ? "Is given twice."
                : null);
        }

        reader.Errors.AddIf(reader.Path, headers.Count > MaxHeaders ? $"Must be at most {MaxHeaders} headers." : null);
        return headers;
    }

    // RFC 9110, section 5.6.2.
    private static bool IsTokenCharacter(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal);

    private static List<int> Expect(ObjectReader reader)
    {
        var codes = new List<int>();
        foreach (var (path, value) in reader.List("expect", maxCount: 100) ?? [])
        {
            if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var code) && code is >= 100 and <= 599)
            {
                codes.Add(code);
            }
            else
            {
                reader.Errors.Add(path, $"Must be an HTTP status from 100 to 599, not {JsonWords.Shown(value)}.");
            }
        }

        return codes;
    }
}
