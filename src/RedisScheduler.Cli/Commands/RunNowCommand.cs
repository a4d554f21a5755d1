using System.CommandLine;
using System.Net;
using System.Text.Json;
using RedisScheduler.Cli.Http;
using RedisScheduler.Cli.Output;

namespace RedisScheduler.Cli.Commands;

/// <summary><c>rsched schedules run</c>.</summary>
internal static class RunNowCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a run that was queued may be absent from the history, which is written a moment later.</summary>
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromSeconds(30);

    public static Command Of(Shell shell)
    {
        var id = Inputs.Id();
        var payload = Inputs.Text("--payload", "A payload for this run alone, as JSON");
        var wait = new Option<bool>("--wait") { Description = "Wait for the end; exit code 1 when it did not succeed" };
        return shell.Verb("run", "Run a schedule now", [id, payload, wait], async (session, cancel) =>
        {
            var path = ApiPath.Of("schedules", session.Required(id), "run");
            var started = await session.Api.SendAsync(HttpMethod.Post, path, Body(session.Value(payload)), cancel);
            if (!session.Value(wait))
            {
                session.Print(started, RunCommands.Started);
                return ExitCode.Ok;
            }

            var ended = await EndAsync(session, started.Json.GetProperty("executionId").GetString()!, cancel);
            session.Print(ended, RunCommands.Show);
            return ended.Json.Text("status") == "succeeded" ? ExitCode.Ok : ExitCode.Refused;
        });
    }

    private static string? Body(string? payload)
    {
        if (payload is null)
        {
            return null;
        }

        try
        {
            return $$"""{"payload":{{JsonElement.Parse(payload).GetRawText()}}}""";
        }
        catch (JsonException error)
        {
            throw new UsageException($"--payload is not valid JSON: {error.Message}");
        }
    }

    private static async Task<ApiAnswer> EndAsync(Session session, string run, CancellationToken cancel)
    {
        var time = session.Around.Time;
        var asked = time.GetTimestamp();
        while (true)
        {
            var answer = await session.Api.TryAsync(HttpMethod.Get, ApiPath.Of("executions", run), null, cancel);
            var absent = answer.Status == HttpStatusCode.NotFound && time.GetElapsedTime(asked) < LongestAbsence;
            if (!answer.IsSuccess && !absent)
            {
                throw new RefusedException(answer);
            }

            if (answer.IsSuccess && answer.Json.Text("status") is not ("queued" or "running" or "retrying"))
            {
                return answer;
            }

            await Task.Delay(Pause, time, cancel);
        }
    }
}
