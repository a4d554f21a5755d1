using System.CommandLine;
using System.Text.Json;
using RedisScheduler.Cli.Http;
using RedisScheduler.Cli.Output;

namespace RedisScheduler.Cli.Commands;

/// <summary><c>rsched backfill</c>: runs due times of the past.</summary>
internal static class BackfillCommand
{
    public static Command Of(Shell shell)
    {
        var id = Inputs.Id();
        var from = new Option<string>("--from") { Description = "Due at or after, such as 2026-01-01T00:00:00Z", Required = true };
        var to = new Option<string>("--to") { Description = "Due before; not in the future", Required = true };
        var overlap = Inputs.Text("--overlap", "allow, unless said, queues all at once; bufferAll runs one after the other");
        var max = new Option<int?>("--max") { Description = "How many due times the range may have, 1 to 10000; 100 unless said" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would be run" };
        return shell.Verb("backfill", "Run due times of the past", [id, from, to, overlap, max, dryRun], (session, cancel) =>
        {
            var body = Body(session.Value(from)!, session.Value(to)!, session.Value(overlap), session.Value(max), session.Value(dryRun));
            return session.AskAsync(HttpMethod.Post, ApiPath.Of("schedules", session.Required(id), "backfill"), body, Show, cancel);
        });
    }

    private static string Body(string from, string to, string? overlap, int? max, bool dryRun)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("from", from);
            json.WriteString("to", to);
            if (overlap is not null)
            {
                json.WriteString("overlap", overlap);
            }

            if (max is { } most)
            {
                json.WriteNumber("max", most);
            }

            if (dryRun)
            {
                json.WriteBoolean("dryRun", true);
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Show(Screen screen, JsonElement answer)
    {
        screen.Fields(answer, "executionIds", "dueTimes");
        foreach (var run in answer.GetProperty("executionIds").EnumerateArray())
        {
            screen.Line(run.GetString()!);
        }
    }
}
