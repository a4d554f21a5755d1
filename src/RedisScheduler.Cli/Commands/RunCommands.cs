using System.CommandLine;
using System.Text.Json;
using RedisScheduler.Cli.Http;
using RedisScheduler.Cli.Output;

namespace RedisScheduler.Cli.Commands;

/// <summary><c>rsched runs</c>: the API's executions.</summary>
internal static class RunCommands
{
    private static readonly Column[] Columns =
    [
        Column.Id, Column.Of("Schedule", "scheduleId"), Column.Of("Trigger", "trigger"), Column.Of("Status", "status"),
        Column.Of("Scheduled", "scheduledAt"), Column.Of("Duration", "durationMs"), Column.Of("Attempts", "attempts"),
    ];

    private static readonly Column[] Attempts =
    [
        Column.Of("Attempt", "number"), Column.Of("Status", "status"), Column.Of("Started", "startedAt"),
        Column.Of("Duration", "durationMs"), Column.Of("Worker", "worker"), new("Error", attempt => attempt.TryGetProperty("error", out var error) ? error.Text("message") : null),
    ];

    public static Command Of(Shell shell) =>
        new("runs", "Runs: what ran, runs and waits")
        {
            List(shell), Find(shell), Change(shell, "cancel", "Cancel a run"), Change(shell, "retry", "Run an ended run again, as a new one"),
        };

    /// <summary>Shows a run with its attempts.</summary>
    public static void Show(Screen screen, JsonElement run)
    {
        screen.Fields(run, "attempts");
        if (run.TryGetProperty("attempts", out var attempts) && attempts is { ValueKind: JsonValueKind.Array } && attempts.GetArrayLength() > 0)
        {
            screen.Rows(attempts, Attempts);
        }
    }

    /// <summary>Shows the id of a run that was queued.</summary>
    public static void Started(Screen screen, JsonElement answer) => screen.Line($"Queued run {answer.Text("executionId")}.");

    private static Command List(Shell shell)
    {
        var schedule = Inputs.Text("--schedule", "Those of a schedule");
        var workflow = Inputs.Text("--workflow", "Those of a workflow");
        var status = Inputs.Text("--status", "queued, running, retrying, succeeded, failed, timedOut, cancelled, skipped, missed or lost");
        var paging = new Paging();
        return shell.Verb("list", "List runs, newest first", [schedule, workflow, status, .. paging.Options], (session, cancel) =>
        {
            var path = ApiPath.Of("executions")
                .With("scheduleId", session.Value(schedule)).With("workflowId", session.Value(workflow)).With("status", session.Value(status));
            return session.ReadAsync(paging.AddTo(path, session), (screen, page) => screen.Page(page, Columns), cancel);
        });
    }

    private static Command Find(Shell shell)
    {
        var id = Inputs.Id();
        return shell.Verb("show", "Show a run with its attempts", [id], (session, cancel) =>
            session.ReadAsync(ApiPath.Of("executions", session.Required(id)), Show, cancel));
    }

    private static Command Change(Shell shell, string verb, string description)
    {
        var id = Inputs.Id();
        return shell.Verb(verb, description, [id], (session, cancel) =>
        {
            var run = session.Required(id);
            return session.AskAsync(HttpMethod.Post, ApiPath.Of("executions", run, verb), null, (screen, answer) => Changed(screen, verb, answer), cancel);
        });
    }

    private static void Changed(Screen screen, string verb, JsonElement answer)
    {
        if (verb == "cancel")
        {
            screen.Line($"Cancelled run {answer.Text("executionId")}.");
        }
        else
        {
            Started(screen, answer);
        }
    }
}
