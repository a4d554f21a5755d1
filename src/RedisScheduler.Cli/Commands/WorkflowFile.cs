using System.Text;
using System.Text.Json;

namespace RedisScheduler.Cli.Commands;

/// <summary>A workflow as it stands in a file: the API's body, and an id besides.</summary>
/// <param name="Id">The workflow's id.</param>
/// <param name="Body">The rest, each value as it is written.</param>
internal sealed record WorkflowFile(string Id, string Body)
{
    private const string StandardInput = "-";

    /// <summary>Reads a file, or standard input.</summary>
    /// <exception cref="UsageException">It cannot be read, is no JSON object, or there is no id.</exception>
    public static async Task<WorkflowFile> ReadAsync(string file, string? id, TextReader input, CancellationToken cancel)
    {
        try
        {
            var text = file == StandardInput ? await input.ReadToEndAsync(cancel) : await File.ReadAllTextAsync(file, cancel);
            return Of(JsonElement.Parse(text), id);
        }
        catch (JsonException error)
        {
            throw new UsageException($"{file} is not valid JSON: {error.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file} cannot be read: {error.Message}");
        }
    }

    private static WorkflowFile Of(JsonElement root, string? id)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new UsageException("A workflow has to be a JSON object.");
        }

        var own = root.TryGetProperty("id", out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        return (id ?? own)?.Trim('.') is null or ""
            ? throw new UsageException("The workflow has no id: write one into it as \"id\", or give --id.")
            : new WorkflowFile((id ?? own)!, Without("id", root));
    }

    private static string Without(string name, JsonElement root)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var field in root.EnumerateObject().Where(field => field.Name != name))
            {
                writer.WritePropertyName(field.Name);
                writer.WriteRawValue(field.Value.GetRawText());
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
