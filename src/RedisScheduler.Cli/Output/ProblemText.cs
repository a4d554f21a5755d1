using System.Text;
using System.Text.Json;
using RedisScheduler.Cli.Http;

namespace RedisScheduler.Cli.Output;

/// <summary>A refusal for people: title, detail, and a line for each field.</summary>
internal static class ProblemText
{
    public static string Of(ApiAnswer answer)
    {
        var problem = answer.Json;
        if (problem.ValueKind != JsonValueKind.Object || problem.Text("title") is not { } title)
        {
            return $"The server answered with HTTP {(int)answer.Status} and said no more.";
        }

        var text = new StringBuilder($"{title} (HTTP {(int)answer.Status})");
        if (problem.Text("detail") is { } detail)
        {
            text.AppendLine().Append("  ").Append(detail);
        }

        foreach (var (field, message) in Errors(problem))
        {
            text.AppendLine().Append("  ").Append(field).Append(": ").Append(message);
        }

        return Printable.Of(text.ToString());
    }

    private static IEnumerable<(string Field, string Message)> Errors(JsonElement problem) =>
        problem.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Object
            ? errors.EnumerateObject().SelectMany(field => Messages(field.Value).Select(message => (field.Name, message)))
            : [];

    private static IEnumerable<string> Messages(JsonElement messages) =>
        messages.ValueKind == JsonValueKind.Array ? messages.EnumerateArray().Select(message => message.ToString()) : [messages.ToString()];
}
